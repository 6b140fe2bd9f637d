//! What is declared twice. Override files change what the others declare, so they are left out.

use std::sync::Arc;

use bricklint_findings::source::{FileSpan, Span};
use bricklint_lang::syntax::{Block, Expr, Tree};
use bricklint_model::facts::{FactKind, Object};
use rustc_hash::FxHashMap;

use super::Checker;
use crate::roots::is_override;

impl Checker<'_> {
    pub(super) fn duplicates(&mut self) {
        let mut first: FxHashMap<(Object, String), FileSpan> = FxHashMap::default();
        for index in 0..self.module.files.len() as u32 {
            let Some(file) = self.module.files.get(index as usize) else { continue };
            let path = self.shared.discovery.sources.get(file.file).map_or("", |source| &source.path);
            let name = path.rsplit('/').next().unwrap_or(path);
            if is_override(name) || !self.parses(index) {
                continue;
            }
            let tree = &file.tree;
            let mut declared: Vec<(Object, String, Span)> = Vec::new();
            for block in tree.blocks(tree.root) {
                declarations(tree, block, &mut declared);
            }
            for (object, name, span) in declared {
                let Some(at) = self.at(index, span) else { continue };
                let earlier = *first.entry((object, name.clone())).or_insert(at);
                if earlier != at {
                    let name: Arc<str> = name.into();
                    let kind = FactKind::Duplicate { object, name: name.clone() };
                    self.add_with(&name, index, span, kind, Some(earlier));
                }
            }
        }
    }
}

/// What a block at the top of a file declares.
fn declarations(tree: &Tree, block: &Block, out: &mut Vec<(Object, String, Span)>) {
    let labels: Vec<&str> = tree.labels(block).collect();
    let (object, name) = match (tree.slice(block.name), labels.as_slice()) {
        ("variable", [name]) => (Object::Variable, format!("var.{name}")),
        ("output", [name]) => (Object::Output, format!("output.{name}")),
        ("module", [name]) => (Object::Module, format!("module.{name}")),
        ("resource", [ty, name]) => (Object::Resource, format!("{ty}.{name}")),
        ("data", [ty, name]) => (Object::Data, format!("data.{ty}.{name}")),
        ("provider", [name]) => {
            let alias = tree.attribute(block.body, "alias").map(|alias| tree.expr(alias.value));
            match alias {
                None => (Object::Provider, format!("provider.{name}")),
                Some(Expr::String(alias)) => {
                    (Object::Provider, format!("provider.{name}.{}", tree.string(alias)))
                }
                Some(_) => return,
            }
        }
        ("locals", []) => {
            for local in tree.attributes(block.body) {
                out.push((Object::Local, format!("local.{}", tree.slice(local.name)), local.name));
            }
            return;
        }
        ("check", [_]) => {
            for inner in tree.blocks(block.body) {
                declarations(tree, inner, out);
            }
            return;
        }
        _ => return,
    };
    out.push((object, name, block.header));
}
