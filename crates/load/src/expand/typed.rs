//! Whether a value hangs on the types that a provider gives to attributes.

use bricklint_findings::source::Span;
use bricklint_lang::convert::has_dynamic;
use bricklint_lang::eval::{StaticStep, each_reference};
use bricklint_lang::syntax::{Expr, ExprId, Part, Tree};
use rustc_hash::FxHashSet;

use super::modules::{Context, Expander, Inst};
use crate::module::{ExprRef, Repetition, VariableDef};

impl Expander<'_> {
    /// Whether the part of an expression that has no value, at this place, may name what a provider gives a type, itself or
    /// through locals, inputs and elements. Another version of the provider can have other attributes there.
    pub(super) fn is_typed_by_provider(inst: &Inst, context: &Context<'_>, expr: ExprRef, at: Span) -> bool {
        let module = &inst.definition.module;
        let id = module.tree(expr.file).map_or(expr.id, |tree| part_at(tree, expr.id, at));
        let mut open = vec![ExprRef { id, ..expr }];
        let mut seen = FxHashSet::default();
        let mut typed = false;
        while let Some(expr) = open.pop() {
            let Some(tree) = module.tree(expr.file).filter(|_| seen.insert((expr.file, expr.id))) else {
                continue;
            };
            each_reference(tree, expr.id, |reference| {
                let name = match reference.steps.first() {
                    Some(StaticStep::Attr(name)) => *name,
                    _ => "",
                };
                let next = match reference.root {
                    "path" | "terraform" | "count" => return,
                    "local" => module.locals.get(name).map(|def| def.value),
                    // What is passed in has the declared type, and the values of a root stand in its files.
                    "var" => {
                        let declared = |def: &VariableDef| def.typed && !has_dynamic(&def.ty);
                        typed |= inst.parent.is_some() && !module.variables.get(name).is_some_and(declared);
                        return;
                    }
                    "each" => each_of(inst, context),
                    root => context.iterator(root).and_then(|iterator| iterator.for_each),
                };
                typed |= next.is_none();
                open.extend(next);
            });
        }
        typed
    }
}

/// The innermost part of an expression around a place; what goes over elements, which its parts have names for, stays whole, and
/// so does what a key is looked for in.
fn part_at(tree: &Tree, id: ExprId, at: Span) -> ExprId {
    let mut found = id;
    loop {
        let has_names = match tree.expr(found) {
            Expr::For(_) | Expr::Splat { .. } | Expr::Index { .. } => true,
            Expr::Template(run) => {
                tree.parts(run).iter().any(|part| !matches!(part, Part::Literal(_) | Part::Interpolation(_)))
            }
            _ => false,
        };
        let mut next = None;
        if !has_names {
            tree.each_inner(found, &mut |inner| {
                let span = tree.span(inner);
                if span.start <= at.start && at.end <= span.end {
                    next = Some(inner);
                }
            });
        }
        match next {
            Some(inner) => found = inner,
            None => return found,
        }
    }
}

/// What `each` stands for the elements of.
fn each_of(inst: &Inst, context: &Context<'_>) -> Option<ExprRef> {
    let module = &inst.definition.module;
    let repetition = match context.resource {
        Some(at) => &module.resources.get(at as usize)?.repetition,
        None => &module.calls.get(context.owner.strip_prefix("module.")?)?.repetition,
    };
    match repetition {
        Repetition::ForEach(expr) => Some(*expr),
        _ => None,
    }
}
