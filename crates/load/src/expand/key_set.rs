//! What an unknown `count` or `for_each` goes over: two that go over the same make the same keys.

use std::rc::Rc;
use std::sync::Arc;

use bricklint_lang::syntax::{Expr, ExprId, Tree};
use bricklint_lang::types::Type;
use bricklint_lang::value::Value;

use super::address;
use super::modules::{Context, Expander, Inst};
use crate::module::{ExprRef, Module};

/// The name of the keys that an expression makes in a module instance; `value` is what it evaluated to.
pub(super) fn key_set(
    expander: &Expander<'_>,
    inst: &Rc<Inst>,
    expr: ExprRef,
    value: &Value,
    context: &Context<'_>,
) -> Option<Arc<str>> {
    let module = &inst.definition.module;
    let (from, by_for) = keys_of(module, expr)?;
    let inner;
    let value = if from == expr {
        value
    } else {
        inner = expander.eval(inst, from, context);
        // Of a list the keys are numbers.
        if by_for && !has_keys(&inner) {
            return None;
        }
        &inner
    };
    let symbol = value.symbol();
    let Some(symbol) = symbol else {
        // What is written alike in one module instance has one value.
        let text = module.files.get(from.file as usize)?.tree.source(from.id);
        return Some([&*inst.address, "|", text].concat().into());
    };
    Some(address::join(&symbol.module, &symbol.to_string()))
}

/// The expression that has the keys of another: `x` of `(x)`, `toset(keys(x))` and `{ for k, v in x : k => … }`, and
/// what a local value is. Also whether a `for` was taken off.
fn keys_of(module: &Module, expr: ExprRef) -> Option<(ExprRef, bool)> {
    let (mut at, mut by_for) = (expr, false);
    for _ in 0..MAX_STEPS {
        let tree = &module.files.get(at.file as usize)?.tree;
        let here = |id| Some(ExprRef { id, ..at });
        let inner = match tree.expr(at.id) {
            Expr::Paren(inner) | Expr::Wrapped(inner) => here(inner),
            Expr::Call { .. } => {
                argument_of(tree, at.id, "toset").and_then(|id| argument_of(tree, id, "keys")).and_then(here)
            }
            Expr::For(index) => {
                let all = tree.for_expr(index);
                let same = |name, key| {
                    matches!(tree.expr(key), Expr::Variable) && tree.source(key) == tree.slice(name)
                };
                let keeps = all.key_name.zip(all.key).is_some_and(|(name, key)| same(name, key));
                let keeps = keeps && all.cond.is_none() && !all.group;
                by_for |= keeps;
                keeps.then_some(all.collection).and_then(here)
            }
            Expr::Attr { base, name } if tree.source(base) == "local" => {
                module.locals.get(tree.slice(name)).map(|local| local.value)
            }
            _ => None,
        };
        match inner {
            Some(inner) => at = inner,
            None => return Some((at, by_for)),
        }
    }
    None
}

/// The most steps to the expression that makes the keys.
const MAX_STEPS: usize = 32;

/// Whether an unknown value is no list: a map, a set or a resource as a whole.
fn has_keys(value: &Value) -> bool {
    let Some(unknown) = value.as_unknown() else { return false };
    match (&unknown.ty, unknown.symbol.as_deref()) {
        (Type::Map(_) | Type::Object(_) | Type::Set(_), _) => true,
        (Type::Dynamic, Some(symbol)) => {
            let other = ["var.", "module.", "each.", "data."].iter().any(|of| symbol.name.starts_with(of));
            symbol.path.is_empty() && !other && !symbol.name.contains(['(', '[', ' '])
        }
        _ => false,
    }
}

/// The only argument of a call of this function.
fn argument_of(tree: &Tree, id: ExprId, function: &str) -> Option<ExprId> {
    let Expr::Call { name, args, expand: false } = tree.expr(id) else { return None };
    match tree.list(args) {
        [only] if tree.slice(name) == function => Some(*only),
        _ => None,
    }
}
