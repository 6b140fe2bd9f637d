//! What `import` blocks take into the state.

use std::rc::Rc;

use bricklint_lang::syntax::{Expr, ExprId};
use bricklint_lang::tri::Tri;
use bricklint_lang::value::Value;
use bricklint_model::instance::{Imported, Instance, Mode};
use bricklint_model::place::Step;

use super::modules::{Context, Expander, Inst};
use super::repeat::Repeat;
use crate::module::{ExprRef, OtherBlock};
use crate::plan::address::steps;

/// The steps of an address; a key that is not known is `None`.
type Target = Vec<Option<Step>>;

/// Says of each instance whether an `import` block names it.
pub(crate) fn mark(expander: &Expander<'_>, instances: &mut [Instance]) {
    let mut targets: Vec<Target> = Vec::new();
    for inst in (0..).map_while(|at| expander.inst(at)) {
        let blocks = inst.definition.module.others.iter().filter(|block| &*block.kind == "import");
        for block in blocks {
            let module = || steps(&inst.address).into_iter().map(Some);
            let named = named(expander, &inst, block);
            targets.extend(named.into_iter().map(|target| module().chain(target).collect::<Target>()));
        }
    }
    if targets.is_empty() {
        return;
    }
    for instance in instances.iter_mut().filter(|instance| instance.mode == Mode::Managed) {
        let address = steps(&instance.address);
        let found = targets.iter().fold(Tri::False, |found, target| found.or(is_at(target, &address)));
        instance.lifecycle.imported = match found {
            Tri::True => Imported::Yes,
            Tri::Unknown => Imported::Possibly,
            Tri::False => Imported::No,
        };
    }
}

/// What one block names: one address, or one for each element of its `for_each`.
fn named(expander: &Expander<'_>, inst: &Rc<Inst>, block: &OtherBlock) -> Vec<Target> {
    let Some(tree) = inst.definition.module.tree(block.file) else { return Vec::new() };
    let Some(to) = tree.attribute(block.body, "to") else { return Vec::new() };
    let to = match tree.expr(to.value) {
        // Source text of JSON.
        Expr::Wrapped(inner) if tree.json => inner,
        _ => to.value,
    };
    let to = ExprRef { file: block.file, id: to };
    let repeats = match tree.attribute(block.body, "for_each") {
        None => {
            if let Some(id) = tree.attribute(block.body, "id") {
                let id = ExprRef { file: block.file, id: id.value };
                expander.eval(inst, id, &Context::plain("import", "id"));
            }
            vec![Some(Repeat::None)]
        }
        Some(each) => {
            let each = ExprRef { file: block.file, id: each.value };
            let value = expander.quietly(|| expander.eval(inst, each, &Context::plain("import", "for_each")));
            elements(&value)
        }
    };
    repeats.iter().filter_map(|repeat| target(expander, inst, to, repeat.as_ref())).collect()
}

/// `each` for each element; one that is not known stands for all of an unknown collection.
fn elements(value: &Value) -> Vec<Option<Repeat>> {
    match value {
        Value::Map { value: map, .. } => {
            let entries = map.entries.iter();
            entries.map(|(key, value)| Some(Repeat::Each(Value::string(&**key), value.clone()))).collect()
        }
        // Of a list the elements alone are of use.
        Value::Seq { value: seq, .. } => {
            seq.items.iter().map(|item| Some(Repeat::Each(item.clone(), item.clone()))).collect()
        }
        _ => vec![None],
    }
}

fn target(expander: &Expander<'_>, inst: &Rc<Inst>, to: ExprRef, repeat: Option<&Repeat>) -> Option<Target> {
    let tree = inst.definition.module.tree(to.file)?;
    let key = |id: ExprId| {
        let known = tree.expr(id);
        let value = match (repeat, known) {
            (None, Expr::String(_) | Expr::Number) => {
                expander.eval(inst, ExprRef { id, ..to }, &Context::plain("import", "to"))
            }
            (None, _) => return None,
            (Some(repeat), _) => {
                let context = Context { repeat, ..Context::plain("import", "to") };
                expander.quietly(|| expander.eval(inst, ExprRef { id, ..to }, &context))
            }
        };
        let index = || usize::try_from(value.as_number()?.as_i64()?).ok();
        value.as_str().map(|text| Step::Key(text.into())).or_else(|| index().map(Step::Index))
    };
    let mut out = Vec::new();
    let mut at = to.id;
    loop {
        match tree.expr(at) {
            Expr::Attr { base, name } => {
                out.push(Some(Step::Name(tree.slice(name).into())));
                at = base;
            }
            Expr::Index { base, key: id } => {
                out.push(key(id));
                at = base;
            }
            Expr::Variable => {
                out.push(Some(Step::Name(tree.source(at).into())));
                break;
            }
            _ => return None,
        }
    }
    if matches!(out.last(), Some(Some(Step::Name(name))) if &**name == "resource") {
        out.pop();
    }
    out.reverse();
    Some(out)
}

/// Whether a target is this address.
fn is_at(target: &[Option<Step>], address: &[Step]) -> Tri {
    if target.len() != address.len() {
        return Tri::False;
    }
    target.iter().zip(address).fold(Tri::True, |same, (target, step)| {
        same.and(match (target, step) {
            (None, Step::Name(_)) => Tri::False,
            (None, _) => Tri::Unknown,
            // An instance that stands for all of them.
            (Some(Step::Key(_) | Step::Index(_)), Step::Key(key)) if &**key == "*" => Tri::Unknown,
            (Some(target), step) => Tri::from(target == step),
        })
    })
}
