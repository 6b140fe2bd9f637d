//! What roots read from the state of another root: one output of one state is the same in all of them.

use std::sync::Arc;

use bricklint_lang::print::json_text;
use bricklint_lang::value::Symbol;

use crate::attr::Attr;
use crate::instance::Mode;
use crate::placeholder::is_placeholder;
use crate::securable::symbol_instance;
use crate::stack::StackKind;
use crate::view::GraphView;

/// The number of no stack: what a symbol with it is about is the same in all of them.
const NO_STACK: u32 = u32::MAX;

/// Backends, and the argument that says where in the world a state is.
const STATES: [(&str, &str); 8] = [
    ("azurerm", "storage_account_name"),
    ("cos", "bucket"),
    ("gcs", "bucket"),
    ("http", "address"),
    ("local", "path"),
    ("oss", "bucket"),
    ("remote", "organization"),
    ("s3", "bucket"),
];

/// The symbol that an output of a state has in all roots that read it, by what says where that state is. `None` for another
/// symbol, and where that is not said.
pub(crate) fn output(graph: GraphView<'_>, symbol: &Symbol) -> Option<Symbol> {
    if !symbol.name.contains("terraform_remote_state") || !has_known_keys(&symbol.path) {
        return None;
    }
    let (id, instance) = symbol_instance(graph, symbol)?;
    if instance.mode != Mode::Data || &*instance.type_name != "terraform_remote_state" {
        return None;
    }
    let node = graph.node(id);
    let text = |name| match node.field(name).known_value() {
        Attr::Absent => Some(String::new()),
        Attr::Known(value) if value.any_part(&mut |part| part.as_str().is_some_and(is_placeholder)) => None,
        Attr::Known(value) => json_text(value),
        Attr::Unknown(_) => None,
    };
    let (backend, workspace, config) = (text("backend")?, text("workspace")?, text("config")?);
    // Others are told where the state is by variables of the environment.
    let (kind, argument) = STATES.iter().find(|(name, _)| *name == backend.trim_matches('"'))?;
    let place = node.field("config").value()?.as_map()?.get(argument)?.as_str()?;
    let stack = &graph.graph.stack;
    // A path is one in the root, or in what the root lies in.
    let root = if *kind == "local" && !place.starts_with('/') {
        let above = stack.root.rsplit_once('/').map_or("", |(above, _)| above);
        let root = if place.starts_with("../") { above } else { &stack.root };
        Some(root).filter(|_| stack.kind != StackKind::Plan)?
    } else {
        ""
    };
    let state = [&*backend, &workspace, &config, root].join("\n");
    Some(Symbol { stack: NO_STACK, module: state.into(), name: Arc::default(), ..symbol.clone() })
}

/// Whether a symbol is one of [`output`].
pub(crate) fn is_output(symbol: &Symbol) -> bool {
    symbol.stack == NO_STACK
}

/// Whether a path has no key that is not known, which is another in each root.
pub(crate) fn has_known_keys(path: &str) -> bool {
    let is_key = |rest: &str| rest.starts_with(|first: char| first == '"' || first.is_ascii_digit());
    path.split('[').skip(1).all(is_key)
}
