//! Values of a definition before there are inputs: what is not written out is unknown and has a type.

use std::sync::Arc;

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::convert::{convert, type_of};
use bricklint_lang::eval::{Scope, StaticStep, Step, evaluate, references};
use bricklint_lang::functions::Files;
use bricklint_lang::limits::Budget;
use bricklint_lang::syntax::ExprId;
use bricklint_lang::types::Type;
use bricklint_lang::value::{Provenance, Value};
use bricklint_model::instance::Mode;
use bricklint_model::schema::Member;

use super::Checker;
use crate::module::Repetition;

/// The names of a definition.
struct Names<'n, 'c> {
    checker: &'n Checker<'c>,
}

impl Checker<'_> {
    /// The value of an expression as far as it hangs on nothing; none where it does not evaluate.
    pub(super) fn value(&self, file: u32, id: ExprId) -> Option<Value> {
        let tree = self.module.tree(file)?;
        evaluate(tree, id, &Names { checker: self }).ok()
    }

    /// Why a value can never be of a type.
    pub(super) fn misfit(value: &Value, ty: &Type) -> Option<String> {
        convert(&plain(value), ty).err()
    }
}

/// Whatever a condition decides is only as known as its type, as in Terraform.
fn plain(value: &Value) -> Value {
    match value.as_unknown() {
        Some(known) if known.cases.is_some() => unknown(type_of(value)),
        _ => value.clone(),
    }
}

fn unknown(ty: Type) -> Value {
    Value::unknown(ty, Cause::new(CauseKind::Variable, "", "it is not known before there are inputs"))
}

impl Names<'_, '_> {
    /// The local value of this name. Each is evaluated once, and after those that it refers to: rows of them
    /// can be long.
    fn local(&self, name: &str) -> Value {
        let checker = self.checker;
        let Some(first) = checker.module.locals.get_index_of(name) else { return unknown(Type::Dynamic) };
        // Each with those that it refers to and that are still to be evaluated.
        let mut open: Vec<(usize, Vec<usize>)> = Vec::new();
        let enter = |at: usize, open: &mut Vec<(usize, Vec<usize>)>| {
            if !checker.locals.borrow().contains_key(&at) {
                checker.locals.borrow_mut().insert(at, None);
                open.push((at, self.locals_in(at)));
            }
        };
        enter(first, &mut open);
        while let Some((at, before)) = open.last_mut() {
            if let Some(next) = before.pop() {
                enter(next, &mut open);
                continue;
            }
            let at = *at;
            open.pop();
            let value = checker.module.locals.get_index(at).and_then(|(_, def)| {
                let tree = checker.module.tree(def.value.file)?;
                evaluate(tree, def.value.id, self).ok()
            });
            let value = value.map_or_else(|| unknown(Type::Dynamic), |value| plain(&value));
            checker.locals.borrow_mut().insert(at, Some(value));
        }
        // One that needs itself is none.
        let known = checker.locals.borrow().get(&first).cloned().flatten();
        known.unwrap_or_else(|| unknown(Type::Dynamic))
    }

    /// The local values that a local value refers to.
    fn locals_in(&self, at: usize) -> Vec<usize> {
        let module = self.checker.module;
        let Some((_, def)) = module.locals.get_index(at) else { return Vec::new() };
        let Some(tree) = module.tree(def.value.file) else { return Vec::new() };
        let named = references(tree, def.value.id).into_iter().filter_map(|reference| {
            match (reference.root, reference.steps.first()) {
                ("local", Some(StaticStep::Attr(name))) => module.locals.get_index_of(*name),
                _ => None,
            }
        });
        named.collect()
    }

    /// A resource and the steps after its name.
    fn object(&self, mode: Mode, ty: &str, name: &str, rest: &[Step<'_>]) -> (Value, usize) {
        let anything = (unknown(Type::Dynamic), rest.len());
        let definition = &self.checker.definition;
        let Some(at) = definition.resource(mode, ty, name) else { return anything };
        let Some(def) = self.checker.module.resources.get(at as usize) else { return anything };
        let (attribute, used) = match (def.repetition, rest) {
            (Repetition::One, [Step::Attr(attribute), ..]) => (*attribute, 1),
            (Repetition::Count(_) | Repetition::ForEach(_), [Step::Index(_), Step::Attr(attribute), ..]) => {
                (*attribute, 2)
            }
            _ => return anything,
        };
        match self.checker.schema_of(at).and_then(|schema| schema.member(attribute)) {
            Some(Member::Attribute(attribute)) => (unknown(attribute.ty()), used),
            _ => anything,
        }
    }
}

impl Scope for Names<'_, '_> {
    fn lookup(&self, root: &str, steps: &[Step<'_>]) -> Result<(Value, usize), String> {
        let ty = match (root, steps) {
            ("var", [Step::Attr(name), ..]) => {
                let variable = self.checker.module.variables.get(*name);
                return Ok((unknown(variable.map_or(Type::Dynamic, |variable| variable.ty.clone())), 1));
            }
            ("local", [Step::Attr(name), ..]) => return Ok((self.local(name), 1)),
            ("data", [Step::Attr(ty), Step::Attr(name), rest @ ..]) => {
                let (value, used) = self.object(Mode::Data, ty, name, rest);
                return Ok((value, used + 2));
            }
            ("resource", [Step::Attr(ty), Step::Attr(name), rest @ ..]) => {
                let (value, used) = self.object(Mode::Managed, ty, name, rest);
                return Ok((value, used + 2));
            }
            ("each", [Step::Attr("key")]) | ("path" | "terraform", [Step::Attr(_)]) => Type::String,
            ("count", [Step::Attr("index")]) => Type::Number,
            (ty, [Step::Attr(name), rest @ ..]) if ty.contains('_') => {
                let (value, used) = self.object(Mode::Managed, ty, name, rest);
                return Ok((value, used + 1));
            }
            _ => Type::Dynamic,
        };
        Ok((unknown(ty), steps.len()))
    }

    fn unite(&self, a: Provenance, b: Provenance) -> Provenance {
        if a == Provenance::NONE { b } else { a }
    }

    fn stack(&self) -> u32 {
        0
    }

    fn module(&self) -> Arc<str> {
        "".into()
    }

    fn files(&self) -> Option<&dyn Files> {
        None
    }

    fn budget(&self) -> Option<&Budget> {
        Some(&self.checker.budget)
    }
}
