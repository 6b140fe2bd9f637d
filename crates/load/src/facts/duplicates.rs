//! What is declared twice. Override files change what the others declare, so they are left out.

use std::sync::Arc;

use bricklint_findings::source::{FileSpan, Span};
use bricklint_lang::syntax::{Block, Expr, Tree};
use bricklint_model::facts::{FactKind, Object};
use rustc_hash::FxHashMap;

use super::Checker;
use crate::roots::is_override;

/// The names that declare an object: of one thing, or of a type or a provider and a second one.
pub(super) type Named<'t> = (Object, &'t str, Option<&'t str>);

/// Where something is declared first.
pub(super) type Declared<'t> = FxHashMap<Named<'t>, FileSpan>;

impl<'c> Checker<'c> {
    pub(super) fn duplicates(&mut self, first: &mut Declared<'c>) {
        let module = self.module;
        let mut declared: Vec<(Named<'_>, Span)> = Vec::new();
        for index in 0..module.files.len() as u32 {
            let Some(file) = module.files.get(index as usize) else { continue };
            let path = self.shared.discovery.sources.get(file.file).map_or("", |source| &source.path);
            let name = path.rsplit('/').next().unwrap_or(path);
            if is_override(name) || !self.parses(index) {
                continue;
            }
            let tree = &*file.tree;
            for block in tree.blocks(tree.root) {
                declarations(tree, block, &mut declared);
            }
            for (named, span) in declared.drain(..) {
                let Some(at) = self.at(index, span) else { continue };
                // In JSON two of them can stand behind one key.
                if let Some(&earlier) = first.get(&named) {
                    let name: Arc<str> = text(&named).into();
                    let kind = FactKind::Duplicate { object: named.0, name: name.clone() };
                    self.add_with(&name, index, span, kind, Some(earlier));
                } else {
                    first.insert(named, at);
                }
            }
        }
    }
}

/// The name as it is referred to.
fn text((object, name, more): &Named<'_>) -> String {
    match (object, more) {
        (Object::Variable, _) => format!("var.{name}"),
        (Object::Local, _) => format!("local.{name}"),
        (Object::Output, _) => format!("output.{name}"),
        (Object::Module, _) => format!("module.{name}"),
        (Object::Data, more) => format!("data.{name}.{}", more.unwrap_or_default()),
        (Object::Provider, Some(alias)) => format!("provider.{name}.{alias}"),
        (Object::Provider, None) => format!("provider.{name}"),
        (_, Some(more)) => format!("{name}.{more}"),
        (_, None) => (*name).to_owned(),
    }
}

/// What a block at the top of a file declares.
fn declarations<'t>(tree: &'t Tree, block: &Block, out: &mut Vec<(Named<'t>, Span)>) {
    let mut labels = tree.labels(block);
    let labels = (labels.next(), labels.next(), labels.next());
    let named = match (tree.slice(block.name), labels) {
        ("variable", (Some(name), None, _)) => (Object::Variable, name, None),
        ("output", (Some(name), None, _)) => (Object::Output, name, None),
        ("module", (Some(name), None, _)) => (Object::Module, name, None),
        ("resource", (Some(ty), Some(name), None)) => (Object::Resource, ty, Some(name)),
        ("data", (Some(ty), Some(name), None)) => (Object::Data, ty, Some(name)),
        ("provider", (Some(name), None, _)) => {
            let alias = tree.attribute(block.body, "alias").map(|alias| tree.expr(alias.value));
            match alias {
                None => (Object::Provider, name, None),
                Some(Expr::String(alias)) => (Object::Provider, name, Some(tree.string(alias))),
                Some(_) => return,
            }
        }
        ("locals", (None, ..)) => {
            for local in tree.attributes(block.body) {
                out.push(((Object::Local, tree.slice(local.name), None), local.name));
            }
            return;
        }
        ("check", (Some(_), None, _)) => {
            for inner in tree.blocks(block.body) {
                declarations(tree, inner, out);
            }
            return;
        }
        _ => return,
    };
    out.push((named, block.header));
}
