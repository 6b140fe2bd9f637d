//! Evaluation where nothing can be referred to.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use bricklint_lang::convert::convert;
use bricklint_lang::eval::{Scope, Step, evaluate};
use bricklint_lang::functions::Files;
use bricklint_lang::types::Type;
use bricklint_lang::value::{Provenance, Value};
use rustc_hash::FxHashMap;

use super::{ExprRef, Module};

/// Longest chain of local values that is followed.
const MAX_DEPTH: u32 = 32;

/// No names at all: defaults, type constraints, settings.
pub(crate) struct Constant;

impl Scope for Constant {
    fn lookup(&self, _: &str, _: &[Step<'_>]) -> Result<(Value, usize), String> {
        // Not what is named: where quotes are forgotten, it can be a secret.
        Err("a reference cannot stand here, only a constant".to_owned())
    }

    fn unite(&self, a: Provenance, b: Provenance) -> Provenance {
        if a == Provenance::NONE { b } else { a }
    }

    fn stack(&self) -> u32 {
        0
    }

    fn module(&self) -> Arc<str> {
        Arc::from("")
    }

    fn files(&self) -> Option<&dyn Files> {
        None
    }
}

impl Module {
    /// The text of an expression that must be known before anything is planned, such as `source`, from the
    /// defaults of variables and from local values. `assigned` says which variables may have another value
    /// than their default. The error says why there is no text.
    pub(crate) fn static_text(
        &self,
        expr: ExprRef,
        assigned: &dyn Fn(&str) -> bool,
    ) -> Result<Arc<str>, String> {
        let scope = Early { module: self, assigned, locals: RefCell::default(), depth: Cell::new(0) };
        let text = convert(&scope.value(expr)?, &Type::String).ok();
        let text = text.as_ref().and_then(Value::as_str).map(Arc::from);
        text.ok_or_else(|| "it is not a known string".to_owned())
    }
}

/// What is known before variables are assigned.
struct Early<'m> {
    module: &'m Module,
    assigned: &'m dyn Fn(&str) -> bool,
    /// Values of locals, and nothing while one is being evaluated.
    locals: RefCell<FxHashMap<usize, Option<Result<Value, String>>>>,
    depth: Cell<u32>,
}

impl Early<'_> {
    fn value(&self, expr: ExprRef) -> Result<Value, String> {
        let tree = self.module.tree(expr.file).ok_or("it does not parse")?;
        evaluate(tree, expr.id, self).map_err(|error| error.message)
    }
}

impl Scope for Early<'_> {
    fn lookup(&self, root: &str, steps: &[Step<'_>]) -> Result<(Value, usize), String> {
        let Some(Step::Attr(name)) = steps.first() else {
            return Err(format!("`{root}` is not known yet"));
        };
        let value = match root {
            "var" => {
                let variable = self.module.variables.get(*name);
                let variable = variable.ok_or_else(|| format!("there is no `var.{name}`"))?;
                match variable.default.clone() {
                    Some(default) if !(self.assigned)(name) => default,
                    _ => return Err(format!("`var.{name}` is not known yet")),
                }
            }
            "local" => {
                let local = self.module.locals.get_full(*name);
                let (at, _, local) = local.ok_or_else(|| format!("there is no `local.{name}`"))?;
                let kept = self.locals.borrow().get(&at).cloned();
                match kept {
                    Some(kept) => kept.ok_or_else(|| format!("`local.{name}` hangs on itself"))??,
                    None if self.depth.get() >= MAX_DEPTH => {
                        return Err(format!("`local.{name}` hangs on too many others"));
                    }
                    None => {
                        self.locals.borrow_mut().insert(at, None);
                        self.depth.update(|depth| depth + 1);
                        let value = self.value(local.value);
                        self.depth.update(|depth| depth - 1);
                        self.locals.borrow_mut().insert(at, Some(value.clone()));
                        value?
                    }
                }
            }
            "path" if *name == "module" => Value::string("."),
            _ => return Err(format!("`{root}.{name}` is not known yet")),
        };
        Ok((value, 1))
    }

    fn unite(&self, a: Provenance, b: Provenance) -> Provenance {
        Constant.unite(a, b)
    }

    fn stack(&self) -> u32 {
        0
    }

    fn module(&self) -> Arc<str> {
        Arc::from("")
    }

    fn files(&self) -> Option<&dyn Files> {
        None
    }
}
