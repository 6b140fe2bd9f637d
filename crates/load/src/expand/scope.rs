//! What the names in an expression stand for.

use std::rc::Rc;
use std::sync::Arc;

use bricklint_findings::cause::{Cause, CauseKind, DecidedBy};
use bricklint_findings::problem::ProblemKind;
use bricklint_lang::convert::convert;
use bricklint_lang::eval::{Scope, StaticStep, Step, references};
use bricklint_lang::functions::Files;
use bricklint_lang::limits::Budget;
use bricklint_lang::types::Type;
use bricklint_lang::value::{Blank, Marks, Provenance, Refinements, Symbol, Unknown, Value};
use bricklint_model::facts::{FactKind, Object};
use bricklint_model::instance::{InstanceKey, Mode};

use super::WORKSPACE;
use super::address;
use super::modules::{Context, Expander, Inst, Target};
use super::repeat::{Expanded, Repeat, Shape, either};
use crate::module::ExprRef;

/// The names that one expression sees.
pub(crate) struct ExprScope<'e, 'a> {
    pub(crate) expander: &'e Expander<'a>,
    pub(crate) inst: &'e Rc<Inst>,
    pub(crate) context: &'e Context<'e>,
    pub(crate) expr: ExprRef,
}

impl Scope for ExprScope<'_, '_> {
    fn lookup(&self, root: &str, steps: &[Step<'_>]) -> Result<(Value, usize), String> {
        if let Some(at) = self.context.iterator(root) {
            return match steps.first() {
                Some(Step::Attr("key")) => Ok((at.key.clone(), 1)),
                Some(Step::Attr("value")) => Ok((at.value.clone(), 1)),
                Some(Step::Attr(_)) => Err(format!("`{root}` has only `key` and `value`")),
                _ => Ok((
                    Value::object([("key".into(), at.key.clone()), ("value".into(), at.value.clone())]),
                    0,
                )),
            };
        }
        match root {
            "var" => self.named(root, steps, |name| {
                let at = self.inst.definition.module.variables.get_index_of(name)?;
                Some(self.expander.variable(self.inst, at))
            }),
            "local" => self.named(root, steps, |name| {
                let at = self.inst.definition.module.locals.get_index_of(name)?;
                Some(self.expander.local(self.inst, at))
            }),
            "each" | "count" => self.repeated(root, steps),
            "path" => self.path(steps),
            "terraform" | "tofu" => self.terraform(steps),
            "module" => self.module_call(steps),
            "self" => match self.context.itself {
                Some(at) => self.read(at, steps),
                None => Err("`self` may not be used here".into()),
            },
            "ephemeral" => match steps {
                [Step::Attr(type_name), Step::Attr(name), rest @ ..] => {
                    // Of several together each is ephemeral, and not how many they are.
                    let marks = if rest.is_empty() { Marks::NONE } else { Marks::EPHEMERAL };
                    let name = format!("ephemeral.{type_name}.{name}");
                    self.expander.add_ephemeral(self.inst, &name, None);
                    let text = format!("`{name}` is never stored");
                    let cause = Cause::new(CauseKind::AfterApply, name.as_str(), text);
                    Ok((self.symbolic(&name, "", cause, Type::Dynamic).with_marks(marks), 2))
                }
                _ => Err("a reference to an ephemeral resource names its type and its name".into()),
            },
            _ => match (named_resource(root, steps), root) {
                (Some((mode, type_name, name, rest)), _) => {
                    let before = steps.len() - rest.len();
                    self.resource(root, mode, type_name, name, rest).map(|(v, n)| (v, n + before))
                }
                (None, "data") => Err("a reference to a data source names its type and its name".into()),
                (None, "resource") => Err("a reference to a resource names its type and its name".into()),
                (None, _) => Ok((
                    self.unresolved(root, None, &format!("there is nothing named `{root}` here")),
                    steps.len(),
                )),
            },
        }
    }

    fn exists(&self, root: &str, steps: &[Step<'_>]) -> Option<Value> {
        if self.context.iterator(root).is_some() {
            return None;
        }
        let (whole, expanded, rest) = if let ("module", [Step::Attr(name), rest @ ..]) = (root, steps) {
            let call = self.inst.definition.module.calls.get_index_of(*name)? as u32;
            match self.expander.target(self.inst, call) {
                Target::Opaque(_) => return None,
                Target::Module(_) => {
                    (format!("module.{name}"), self.expander.call_expansion(self.inst, call), rest)
                }
            }
        } else {
            let (mode, type_name, name, rest) = named_resource(root, steps)?;
            let whole = address::resource(mode, type_name, name);
            (whole, self.resource_named(mode, type_name, name)?, rest)
        };
        let mut is_shown = true;
        let key = match rest.first() {
            Some(Step::Index(key)) => {
                is_shown = key.marks().printable();
                let ty = if expanded.is_each() { Type::String } else { Type::Number };
                convert(key, &ty).ok().as_ref().and_then(static_key)?
            }
            Some(Step::Attr(_)) => InstanceKey::None,
            None => return None,
        };
        expanded.exists(&key, &|of| {
            let name = has_key(of, &key).unwrap_or_else(|| {
                let mut name = ["can(", &address::join(&self.inst.address, &whole)].concat();
                address::push_key(&mut name, &key);
                name + ")"
            });
            let free = of.provenance() == Provenance::NONE || of.symbol().is_some_and(|symbol| symbol.free);
            let symbol = Symbol { module: "".into(), free, ..self.expander.symbol(self.inst, &name, "") };
            is_shown.then(|| Arc::new(symbol))
        })
    }

    fn unite(&self, a: Provenance, b: Provenance) -> Provenance {
        if a == b || b == Provenance::NONE {
            return a;
        }
        if a == Provenance::NONE {
            return b;
        }
        self.expander.interner.borrow_mut().unite(a, b)
    }

    fn stack(&self) -> u32 {
        self.expander.stack
    }

    fn module(&self) -> Arc<str> {
        self.inst.address.clone()
    }

    fn files(&self) -> Option<&dyn Files> {
        Some(&self.expander.files)
    }

    fn refuses(&self, function: &str) -> Option<String> {
        // An expression of its own is as in `terraform console`.
        let module = &self.inst.definition.module;
        if self.expr.file == u32::MAX { None } else { module.refuses(function) }
    }

    fn budget(&self) -> Option<&Budget> {
        Some(&self.expander.budget)
    }
}

/// The condition that something has a key where what it is repeated over has a name.
fn has_key(of: &Value, key: &InstanceKey) -> Option<String> {
    let unknown = of.as_unknown()?;
    let symbol = unknown.symbol.as_ref()?;
    let over = address::join(&symbol.module, &symbol.to_string());
    match key {
        InstanceKey::Index(index) => Some(format!("{index} < {over}")),
        InstanceKey::Key(key) => {
            let (head, tail) = if matches!(unknown.ty, Type::Set(_)) { ("", "") } else { ("keys(", ")") };
            let mut name = ["contains(", head, &over, tail, ", "].concat();
            address::push_quoted(&mut name, key);
            Some(name + ")")
        }
        InstanceKey::None | InstanceKey::Any => None,
    }
}

impl ExprScope<'_, '_> {
    /// The iterator of this name, of the `dynamic` blocks around the expression.
    fn named(
        &self,
        root: &str,
        steps: &[Step<'_>],
        find: impl FnOnce(&str) -> Option<Value>,
    ) -> Result<(Value, usize), String> {
        let Some(Step::Attr(name)) = steps.first() else {
            return Err(format!("`{root}` is followed by a dot and a name"));
        };
        let value = find(name).unwrap_or_else(|| {
            let what = if root == "var" { "input variable" } else { "local value" };
            let message = format!("`{root}.{name}` is not defined: this module has no such {what}");
            self.unresolved(root, Some(name), &message)
        });
        Ok((value, 1))
    }

    fn repeated(&self, root: &str, steps: &[Step<'_>]) -> Result<(Value, usize), String> {
        match (root, steps.first(), self.context.repeat) {
            ("each", Some(Step::Attr("key")), Repeat::Each(key, _)) => Ok((key.clone(), 1)),
            ("each", Some(Step::Attr("value")), Repeat::Each(_, value)) => Ok((value.clone(), 1)),
            ("count", Some(Step::Attr("index")), Repeat::Index(index)) => Ok((index.clone(), 1)),
            ("each", Some(Step::Attr("key" | "value")), _) => {
                Ok((self.unresolved(root, None, "`each` may be used only where `for_each` is set"), 1))
            }
            ("count", Some(Step::Attr("index")), _) => {
                Ok((self.unresolved(root, None, "`count.index` may be used only where `count` is set"), 1))
            }
            ("each", ..) => Err("`each` has only `key` and `value`".into()),
            _ => Err("`count` has only `index`".into()),
        }
    }

    fn path(&self, steps: &[Step<'_>]) -> Result<(Value, usize), String> {
        match steps.first() {
            Some(Step::Attr("module")) => Ok((Value::string(&*self.inst.node.from_root), 1)),
            Some(Step::Attr("root")) => Ok((Value::string("."), 1)),
            Some(Step::Attr("cwd")) => {
                let text = "`path.cwd` is a path of the machine that runs Terraform";
                let cause = Cause::new(CauseKind::OutsideTree, "path.cwd", text).decided_by(DecidedBy::Plan);
                Ok((self.symbolic("path.cwd", "", cause, Type::String), 1))
            }
            _ => Err("`path` has only `module`, `root` and `cwd`".into()),
        }
    }

    fn terraform(&self, steps: &[Step<'_>]) -> Result<(Value, usize), String> {
        match steps.first() {
            Some(Step::Attr("workspace")) => {
                self.expander.reads_workspace.set(true);
                let is_open = self.expander.cautious() || self.expander.shared.options.beside_plan;
                if is_open && self.expander.workspace.is_none() {
                    let text = "nobody names `terraform.workspace`; `--workspace` does";
                    let cause = Cause::new(CauseKind::Variable, WORKSPACE, text);
                    return Ok((self.symbolic(WORKSPACE, "", cause, Type::String), 1));
                }
                Ok((Value::string(self.expander.workspace.as_deref().unwrap_or("default")), 1))
            }
            Some(Step::Attr("applying")) => {
                self.expander.add_ephemeral(self.inst, "terraform.applying", None);
                let text = "`terraform.applying` differs between plan and apply";
                let cause = Cause::new(CauseKind::AfterApply, "terraform.applying", text);
                let value = self.symbolic("terraform.applying", "", cause, Type::Bool);
                Ok((value.with_marks(Marks::EPHEMERAL), 1))
            }
            _ => Err("`terraform` has only `workspace` and `applying`".into()),
        }
    }

    /// An unknown with an identity in this module instance.
    pub(crate) fn symbolic(&self, name: &str, path: &str, cause: Cause, ty: Type) -> Value {
        let not_null = ty == Type::String && (name.starts_with("path.") || name == WORKSPACE);
        let mut symbol = self.expander.symbol(self.inst, name, path);
        if name == WORKSPACE {
            // It is one in all modules.
            symbol.module = "".into();
        }
        Value::from_unknown(Unknown {
            ty,
            refinements: Refinements { not_null, ..Refinements::default() },
            cause,
            symbol: Some(Arc::new(symbol)),
            may_be: Blank::NONE,
            cases: None,
        })
    }

    /// An attribute of the instance that an unknown key names: under one key it is the same.
    pub(crate) fn of_instance(&self, owner: &str, key: &Value, attribute: &str, cause: Cause) -> Value {
        let symbol = key.symbol();
        match symbol {
            Some(symbol) => {
                let module = if symbol.module == self.inst.address { "" } else { &*symbol.module };
                let key = address::join(module, &symbol.to_string());
                self.symbolic(&address::concat(&[owner, "[", &key, "]"]), attribute, cause, Type::Dynamic)
            }
            None => Value::unknown(Type::Dynamic, cause),
        }
    }

    /// Notes a reference that leads nowhere. `try` does not catch it, so it is no error of evaluation.
    pub(crate) fn unresolved(&self, root: &str, name: Option<&str>, message: &str) -> Value {
        let module = &self.inst.definition.module;
        let subject = name.map_or_else(|| root.to_owned(), |name| format!("{root}.{name}"));
        if module.incomplete {
            return Expander::failed(&subject, "a file of this module does not parse");
        }
        if let Some(cause) = &module.generated {
            return Value::unknown(Type::Dynamic, cause.clone());
        }
        let place = module.files.get(self.expr.file as usize).map(|file| {
            let found = references(&file.tree, self.expr.id).into_iter().find(|r| {
                r.root == root
                    && name.is_none_or(|n| {
                        r.steps.iter().take(2).any(|s| matches!(s, StaticStep::Attr(a) if *a == n))
                    })
            });
            let span = found.map_or_else(|| file.tree.span(self.expr.id), |r| r.span);
            (file.file, file.tree.place(span))
        });
        self.expander.report(ProblemKind::Invalid, place, message.to_owned());
        // The definition alone does not say whether a `dynamic` block makes anything.
        if self.context.iterators.is_some() && self.context.is_sure_in(self.inst) {
            let kind = FactKind::Undeclared {
                object: Object::Resource,
                name: subject.as_str().into(),
                nearest: None,
            };
            self.expander.mistake(self.inst, self.context, place, kind, None);
        }
        Expander::failed(&subject, message)
    }

    fn module_call(&self, steps: &[Step<'_>]) -> Result<(Value, usize), String> {
        let Some((Step::Attr(name), rest)) = steps.split_first() else {
            return Err("`module` is followed by a dot and the name of a call".into());
        };
        let Some(call) = self.inst.definition.module.calls.get_index_of(*name) else {
            let message = format!("`module.{name}` is not defined: this module has no such module call");
            return Ok((self.unresolved("module", Some(name), &message), steps.len()));
        };
        let call = call as u32;
        match self.expander.target(self.inst, call) {
            Target::Opaque(opaque) => {
                let (mut text, mut used) = (format!("module.{name}"), 0);
                if let Some(Step::Index(key)) = rest.first() {
                    used = 1;
                    match static_key(key) {
                        Some(key) => address::push_key(&mut text, &key),
                        None => text.push_str("[*]"),
                    }
                }
                let output = match rest.get(used) {
                    Some(Step::Attr(output)) => {
                        used += 1;
                        *output
                    }
                    _ => "",
                };
                let value = self.symbolic(&text, output, opaque.cause.clone(), Type::Dynamic);
                let value = if text.ends_with("[*]") { without_symbol(value) } else { value };
                Ok((value, 1 + used))
            }
            Target::Module(_) => self.module_output(call, name, rest).map(|(v, n)| (v, n + 1)),
        }
    }

    fn module_output(&self, call: u32, name: &str, rest: &[Step<'_>]) -> Result<(Value, usize), String> {
        let expanded = self.expander.call_expansion(self.inst, call);
        let owner = format!("module.{name}");
        // Once a limit is reached there are no further instances.
        let missing = || {
            let cause = self.expander.stopped()?.clone();
            Some(self.symbolic(&owner, "", cause, Type::Dynamic))
        };
        if let Some(value) = missing() {
            return Ok((value, 0));
        }
        // One instance is an object, which takes names in brackets.
        if let (Shape::One, Some(Step::Index(key))) = (&expanded.shape, rest.first())
            && let Some(child) = self.expander.child(self.inst, call, 0)
        {
            let outputs = &child.definition.module.outputs;
            match key.as_str().and_then(|name| outputs.get_index_of(name)) {
                Some(at) => return Ok((self.expander.output(&child, at), 1)),
                None if key.is_unknown() => return Ok((self.outputs(&child), 0)),
                None => {}
            }
        }
        let (at, used) = match Self::select(&expanded, &owner, rest)? {
            Selected::Whole => {
                let value = whole(&expanded.shape, &mut |key| {
                    let at = expanded.find(key)?;
                    match self.expander.child(self.inst, call, at) {
                        Some(child) => Some(self.outputs(&child)),
                        None => missing(),
                    }
                });
                let value = value.unwrap_or_else(|cause| self.symbolic(&owner, "", cause, Type::Dynamic));
                return Ok((value, 0));
            }
            Selected::One(at, used) => (at, used),
            Selected::UnknownKey(cause, key) => {
                let Some(Step::Attr(output)) = rest.get(1) else {
                    return Ok((Value::unknown(Type::Dynamic, cause), 1));
                };
                return Ok((self.of_instance(&owner, &key, output, cause), 2));
            }
            Selected::Possible(key) => {
                let mut text = owner.clone();
                address::push_key(&mut text, &key);
                let Some(child) = self.expander.child(self.inst, call, 0) else {
                    return missing().map(|value| (value, 0)).ok_or(format!("`{text}` does not exist"));
                };
                let (value, output, used) = match rest.get(1) {
                    Some(Step::Attr(output)) => (self.one_output(&child, &owner, output)?, *output, 2),
                    _ => (self.outputs(&child), "", 1),
                };
                // What is known about every instance is known about this one; an unknown of the instance
                // that stands for all of them is not the same unknown in each.
                if value.is_wholly_known() {
                    return Ok((value, used));
                }
                let cause = value.cause().cloned().unwrap_or_else(|| {
                    Cause::new(CauseKind::AfterApply, text.as_str(), format!("`{text}` is not known"))
                });
                let ty = value.as_unknown().map_or(Type::Dynamic, |u| u.ty.clone());
                let from = value.provenance();
                let value = self.symbolic(&text, output, cause, ty).with_marks(value.marks());
                return Ok((value.with_provenance(from), used));
            }
        };
        let Some(child) = self.expander.child(self.inst, call, at) else {
            return missing().map(|value| (value, 0)).ok_or(format!("`{owner}` does not exist"));
        };
        match rest.get(used) {
            Some(Step::Attr(output)) => Ok((self.one_output(&child, &owner, output)?, used + 1)),
            _ => Ok((self.outputs(&child), used)),
        }
    }

    fn one_output(&self, child: &Rc<Inst>, owner: &str, output: &str) -> Result<Value, String> {
        match child.definition.module.outputs.get_index_of(output) {
            Some(at) => Ok(self.expander.output(child, at)),
            None if child.definition.module.incomplete => {
                Ok(Expander::failed(&format!("{owner}.{output}"), "a file of the module does not parse"))
            }
            None => Err(format!("`{owner}` has no output named `{output}`")),
        }
    }

    fn outputs(&self, child: &Rc<Inst>) -> Value {
        let names = child.definition.module.outputs.keys().enumerate();
        Value::object(names.map(|(at, name)| (name.clone(), self.expander.output(child, at))))
    }

    /// Which instance the steps after a repeated name lead to.
    pub(crate) fn select(expanded: &Expanded, owner: &str, rest: &[Step<'_>]) -> Result<Selected, String> {
        if expanded.is_single() {
            return match rest.first() {
                Some(Step::Index(_)) => {
                    Err(format!("`{owner}` has neither `count` nor `for_each`, so it takes no instance key"))
                }
                // One that may be off is null then.
                None if !matches!(expanded.shape, Shape::One) => Ok(Selected::Whole),
                _ if expanded.len() == 0 => Ok(Selected::Whole),
                _ => Ok(Selected::One(0, 0)),
            };
        }
        let each = expanded.is_each();
        let key = match rest.first() {
            None => return Ok(Selected::Whole),
            // Terraform takes it for modules, and for resources it does not.
            Some(Step::Attr(name)) if each && owner.starts_with("module.") => {
                InstanceKey::Key((*name).into())
            }
            Some(Step::Attr(name)) => {
                let (what, key) = if each { ("for_each", "\"…\"") } else { ("count", "0") };
                return Err(format!(
                    "`{owner}` has `{what}` set, so `.{name}` needs an instance: `{owner}[{key}].{name}`"
                ));
            }
            Some(Step::Index(key)) => {
                if let (true, Some(cause)) = (key.is_unknown(), key.cause()) {
                    return Ok(Selected::UnknownKey(cause.clone(), key.clone()));
                }
                let ty = if each { Type::String } else { Type::Number };
                match convert(key, &ty).ok().as_ref().and_then(static_key) {
                    Some(key) => key,
                    None => return Err(format!("the instance key of `{owner}` must be a {ty}")),
                }
            }
        };
        if let Some(at) = expanded.find(&key) {
            return Ok(Selected::One(at, 1));
        }
        if expanded.find(&InstanceKey::Any).is_some() {
            return Ok(Selected::Possible(key));
        }
        // A secret is not shown, though it is an instance key.
        let secret = matches!(rest.first(), Some(Step::Index(key)) if !key.marks().printable());
        let mut text = owner.to_owned();
        if secret {
            text.push_str("[…]");
        } else {
            address::push_key(&mut text, &key);
        }
        let count = expanded.len();
        Err(format!(
            "`{text}` does not exist: `{owner}` has {count} instance{}",
            if count == 1 { "" } else { "s" }
        ))
    }
}

/// Where the steps after a repeated name lead.
pub(crate) enum Selected {
    /// To all instances together.
    Whole,
    /// To the instance at this index, over so many steps.
    One(usize, usize),
    /// To one of them, not known which, with its key.
    UnknownKey(Cause, Value),
    /// To an instance that may exist.
    Possible(InstanceKey),
}

/// The value of a repeated thing as a whole; an error is why it is not known.
pub(crate) fn whole(
    shape: &Shape,
    get: &mut dyn FnMut(&InstanceKey) -> Option<Value>,
) -> Result<Value, Cause> {
    match shape {
        Shape::One => Ok(get(&InstanceKey::None).unwrap_or_else(Value::null)),
        Shape::Off => Ok(Value::null()),
        Shape::Count(count) => Ok(Value::tuple(
            (0..*count).map(|i| get(&InstanceKey::Index(i)).unwrap_or_else(Value::null)).collect(),
        )),
        Shape::ForEach(entries) => {
            Ok(Value::object(entries.iter().map(|(key, _)| {
                (key.clone(), get(&InstanceKey::Key(key.clone())).unwrap_or_else(Value::null))
            })))
        }
        Shape::Cases { condition, yes, no } => {
            let yes = whole(yes, get)?;
            let no = whole(no, get)?;
            Ok(either(condition, yes, no))
        }
        Shape::Unknown { cause, .. } => Err(cause.clone()),
    }
}

/// Mode, type and name of the resource or data source that a reference names, and the steps after them.
fn named_resource<'s, 't>(
    root: &'s str,
    steps: &'s [Step<'t>],
) -> Option<(Mode, &'s str, &'s str, &'s [Step<'t>])> {
    match (root, steps) {
        ("data", [Step::Attr(type_name), Step::Attr(name), rest @ ..]) => {
            Some((Mode::Data, type_name, name, rest))
        }
        ("resource", [Step::Attr(type_name), Step::Attr(name), rest @ ..]) => {
            Some((Mode::Managed, type_name, name, rest))
        }
        ("data" | "resource", _) => None,
        (type_name, [Step::Attr(name), rest @ ..]) => Some((Mode::Managed, type_name, name, rest)),
        _ => None,
    }
}

/// The instance key that a known value is.
fn static_key(value: &Value) -> Option<InstanceKey> {
    if let Some(text) = value.as_str() {
        return Some(InstanceKey::Key(text.into()));
    }
    let index = value.as_number()?.as_i64()?;
    u64::try_from(index).ok().map(InstanceKey::Index)
}

/// The unknown without identity.
pub(crate) fn without_symbol(value: Value) -> Value {
    match value.as_unknown() {
        Some(unknown) if unknown.symbol.is_some() => {
            Value::from_unknown(Unknown { symbol: None, ..unknown.clone() })
                .with_marks(value.marks())
                .with_provenance(value.provenance())
        }
        _ => value,
    }
}
