//! Where in its block something stands, and what the block is: what tells two findings apart in another run.

use std::sync::Arc;

use bricklint_findings::source::{FileSpan, Span};
use bricklint_lang::syntax::{Block, BodyId, Expr, ExprId, Tree};
use bricklint_model::instance::{Mode, NAMES};
use bricklint_model::place::{Path, Step};
use bricklint_model::schema::BodySchema;

use super::{Checker, block_before, key_text};

/// What a fact says of its place.
#[derive(Debug, Default)]
pub(super) struct Standing {
    pub(super) path: Path,
    /// Of the resource or data source around it.
    pub(super) type_name: Arc<str>,
    /// The natural key of that.
    pub(super) key: Arc<str>,
}

impl Checker<'_> {
    pub(super) fn standing(&self, at: FileSpan) -> Standing {
        let mut found = Standing::default();
        let tree = self.files.get(&at.file).and_then(|file| self.module.tree(*file));
        let Some(tree) = tree else { return found };
        let at = at.span;
        let Some(mut block) = around(tree, tree.blocks(tree.root), at) else { return found };
        if tree.slice(block.name) == "check" {
            block = around(tree, tree.blocks(block.body), at).unwrap_or(block);
        }
        let mut schema = None;
        let kind = tree.slice(block.name);
        let mut labels = tree.labels(&block);
        if let ("resource" | "data", Some(type_name), Some(name)) = (kind, labels.next(), labels.next()) {
            let mode = if kind == "data" { Mode::Data } else { Mode::Managed };
            found.type_name = type_name.into();
            if let Some(at) = self.definition.resource(mode, type_name, name) {
                schema = self.schema_of(at);
                found.key = self.natural_key(at).unwrap_or_default().into();
            }
        }
        // A local value is an owner by itself.
        if kind != "locals" {
            found.path = Path(path_in(tree, block.body, at, schema));
        }
        found
    }

    /// The first name of a resource that is written out.
    fn natural_key(&self, at: u32) -> Option<&str> {
        let def = self.module.resources.get(at as usize).filter(|def| def.mode == Mode::Managed)?;
        NAMES.iter().find_map(|name| {
            let own = def.body.attributes.iter().find(|own| *own.name == **name)?;
            key_text(self.module.tree(own.file)?, own.attribute.value).filter(|text| !text.is_empty())
        })
    }
}

/// The block around a place.
fn around(tree: &Tree, blocks: &[Block], at: Span) -> Option<Block> {
    let holds = |block: &Block| holds(tree.place(block.span), at);
    let found = block_before(tree, blocks, at.start).filter(holds);
    // In JSON one type of blocks can stand in several places.
    found.or_else(|| blocks.iter().copied().find(|block| tree.json && holds(block)))
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// The way from a body to the attribute or block that stands at a place in it. Blocks of a schema have positions, but for those
/// that a `dynamic` block makes.
fn path_in(tree: &Tree, mut body: BodyId, at: Span, mut schema: Option<BodySchema<'_>>) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut is_dynamic = false;
    while let Some(block) = around(tree, tree.blocks(body), at) {
        let is_content = is_dynamic && tree.slice(block.name) == "content";
        is_dynamic = tree.slice(block.name) == "dynamic";
        if !is_content {
            let name = made(tree, &block);
            steps.push(Step::Name(name.into()));
            schema = schema.and_then(|schema| schema.block(name)).map(|block| block.body);
            let before = |other: &&Block| other.span.start < block.span.start && made(tree, other) == name;
            let blocks = tree.blocks(body).iter();
            let is_plain = |other: &Block| tree.slice(other.name) != "dynamic";
            if schema.is_some() && is_plain(&block) && blocks.clone().filter(before).all(is_plain) {
                steps.push(Step::Index(blocks.filter(before).count()));
            }
        }
        body = block.body;
    }
    let written = tree.attributes(body).iter().find(|attribute| {
        let (name, value) = (tree.place(attribute.name), tree.place(tree.span(attribute.value)));
        holds(Span { start: name.start, end: value.end.max(name.end) }, at)
    });
    if let Some(attribute) = written {
        in_json(tree, tree.slice(attribute.name), attribute.value, at, schema, &mut steps);
    }
    steps
}

/// The type of the blocks that a block stands for.
fn made<'t>(tree: &'t Tree, block: &Block) -> &'t str {
    match tree.slice(block.name) {
        "dynamic" => tree.labels(block).next().unwrap_or("dynamic"),
        name => name,
    }
}

/// Adds an attribute. In JSON it can stand for blocks, whose content goes on.
fn in_json<'t>(
    tree: &'t Tree,
    mut name: &'t str,
    mut value: ExprId,
    at: Span,
    mut schema: Option<BodySchema<'_>>,
    steps: &mut Vec<Step>,
) {
    let mut is_dynamic = false;
    loop {
        let holds = |id: ExprId| holds(tree.place(tree.span(id)), at);
        let block = schema.and_then(|schema| schema.block(name));
        // The member of this name is one of blocks, or what makes such, or one step on the way.
        let is_inner = tree.json && (name == "dynamic" || is_dynamic && name == "content");
        if !is_inner {
            steps.push(Step::Name(name.into()));
        }
        let mut index = 0;
        if let Expr::Tuple(run) = tree.expr(value) {
            index = tree.list(run).iter().position(|item| holds(*item)).unwrap_or(0);
            value = tree.list(run).get(index).copied().unwrap_or(value);
        }
        if let Some(block) = block.filter(|_| tree.json && !is_inner) {
            schema = Some(block.body);
            if !is_dynamic {
                steps.push(Step::Index(index));
            }
        } else if !is_inner {
            return;
        }
        is_dynamic = name == "dynamic" || is_dynamic && !is_inner;
        let Expr::Object(run) = tree.expr(value) else { return };
        let inner = tree.items(run).iter().find(|item| holds(item.key) || holds(item.value));
        let Some((inner, key)) = inner.and_then(|item| Some((item, key_text(tree, item.key)?))) else {
            return;
        };
        (name, value) = (key, inner.value);
    }
}
