//! What an expression depends on, as far as its text says.

use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_lang::eval::{StaticStep, references};
use bricklint_lang::syntax::{Expr, ExprId, Tree};

use super::definition::{CompiledBlock, CompiledBody};
use crate::module::{ExprRef, Module, ProviderRef};

/// What an expression depends on, a bit set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Uses(u8);

impl Uses {
    /// Some name; a name that a `for` binds counts too.
    const NAME: Self = Self(1);
    /// `each`, `count`, `self` or the iterator of a `dynamic` block.
    const INSTANCE: Self = Self(2);
    /// A function that reads files or the clock, or that the tool may not know.
    const OUTSIDE: Self = Self(4);
    /// Any function.
    const CALL: Self = Self(8);

    /// Both.
    pub(crate) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the value is the same wherever the expression is evaluated.
    pub(crate) fn is_constant(self) -> bool {
        self.0 & (Self::NAME.0 | Self::INSTANCE.0 | Self::OUTSIDE.0) == 0
    }

    /// Whether the value can differ between instances of one resource.
    pub(crate) fn per_instance(self) -> bool {
        self.0 & Self::INSTANCE.0 != 0
    }

    /// Whether the value is written out: it names nothing and calls nothing.
    pub(crate) fn is_literal(self) -> bool {
        self == Self::default()
    }

    /// Whether it calls a function.
    pub(crate) fn calls(self) -> bool {
        self.0 & Self::CALL.0 != 0
    }
}

/// Functions whose result does not follow from their arguments alone, by the start of their names.
const OUTSIDE: &[&str] = &[
    "file",
    "templatefile",
    "templatestring",
    "timestamp",
    "plantimestamp",
    "uuid",
    "bcrypt",
    "abspath",
    "pathexpand",
    "rsadecrypt",
    "provider::",
];

/// What the expression depends on; `iterators` are the names of the enclosing `dynamic` blocks.
pub(crate) fn of(tree: &Tree, id: ExprId, iterators: &[Arc<str>]) -> Uses {
    let mut walk = Walk { tree, iterators, uses: Uses::default() };
    walk.expr(id);
    walk.uses
}

/// What the content of a `dynamic` block depends on besides its own iterator.
pub(crate) fn of_content(body: &CompiledBody, tree: &Tree, outer: &[Arc<str>]) -> Uses {
    let mut uses = Uses::default();
    for attribute in &body.attributes {
        uses = uses.union(of(tree, attribute.value.id, outer));
    }
    for block in body.groups.iter().flat_map(|g| &g.items) {
        uses = uses.union(match block {
            CompiledBlock::Static { body, .. } => of_content(body, tree, outer),
            CompiledBlock::Dynamic(dynamic) => {
                let own = dynamic.for_each.map_or(Uses::default(), |e| of(tree, e.id, outer));
                own.union(of_content(&dynamic.content, tree, outer))
            }
        });
    }
    uses
}

/// The attributes that a body, and the keys of the provider configurations beside it, read of `each.value`, sorted; none
/// where they use `each` in another way too.
pub(crate) fn elements<'m>(
    module: &'m Module,
    body: &CompiledBody,
    providers: impl Iterator<Item = &'m ProviderRef>,
) -> Option<Box<[Arc<str>]>> {
    let mut names = Vec::new();
    add_elements(module, body, &mut names)?;
    for (_, key) in providers.filter_map(|provider| provider.instance.as_ref()) {
        add_reads(module, *key, &mut names)?;
    }
    names.put_in_order();
    names.dedup();
    Some(names.into_iter().map(Arc::from).collect())
}

fn add_elements<'m>(module: &'m Module, body: &CompiledBody, names: &mut Vec<&'m str>) -> Option<()> {
    for attribute in &body.attributes {
        add_reads(module, attribute.value, names)?;
    }
    for block in body.groups.iter().flat_map(|group| &group.items) {
        match block {
            CompiledBlock::Static { body, .. } => add_elements(module, body, names)?,
            CompiledBlock::Dynamic(dynamic) => {
                if let Some(expr) = dynamic.for_each {
                    add_reads(module, expr, names)?;
                }
                add_elements(module, &dynamic.content, names)?;
            }
        }
    }
    Some(())
}

fn add_reads<'m>(module: &'m Module, expr: ExprRef, names: &mut Vec<&'m str>) -> Option<()> {
    for reference in references(module.tree(expr.file)?, expr.id) {
        match (reference.root, reference.steps.as_slice()) {
            ("each", [StaticStep::Attr("key"), ..]) => {}
            ("each", [StaticStep::Attr("value"), StaticStep::Attr(name) | StaticStep::Key(name), ..]) => {
                names.push(name);
            }
            ("each", _) => return None,
            _ => {}
        }
    }
    Some(())
}

struct Walk<'t> {
    tree: &'t Tree,
    iterators: &'t [Arc<str>],
    uses: Uses,
}

impl Walk<'_> {
    fn expr(&mut self, id: ExprId) {
        let tree = self.tree;
        match tree.expr(id) {
            Expr::Variable => {
                let name = tree.source(id);
                let instance =
                    matches!(name, "each" | "count" | "self") || self.iterators.iter().any(|i| &**i == name);
                self.uses = self.uses.union(Uses::NAME);
                if instance {
                    self.uses = self.uses.union(Uses::INSTANCE);
                }
            }
            Expr::Call { name, .. } => {
                let name = tree.slice(name);
                let name = name.strip_prefix("core::").unwrap_or(name);
                self.uses = self.uses.union(Uses::CALL);
                if OUTSIDE.iter().any(|o| name.starts_with(o)) {
                    self.uses = self.uses.union(Uses::OUTSIDE);
                }
            }
            _ => {}
        }
        tree.each_inner(id, &mut |inner| self.expr(inner));
    }
}
