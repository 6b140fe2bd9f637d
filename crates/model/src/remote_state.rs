//! What roots read from the state of another root: one output of one state is the same in all of them.

use std::sync::Arc;

use bricklint_lang::print::json_text;
use bricklint_lang::value::{Segment, Symbol, Text, Unknown, Value};

use crate::attr::Attr;
use crate::instance::Mode;
use crate::placeholder::is_placeholder;
use crate::securable::{renamed, symbol_instance};
use crate::stack::StackKind;
use crate::view::GraphView;

const TYPE: &str = "terraform_remote_state";

/// The number of no stack: what a symbol with it is about is the same in all of them.
const NO_STACK: u32 = u32::MAX;

/// Backends, the argument that says where in the world a state is, and those that tell it from others there. How it is read
/// (`profile`, `role_arn`, `encrypt`) tells nothing.
const STATES: [(&str, &str, &[&str]); 8] = [
    (
        "azurerm",
        "storage_account_name",
        &["container_name", "key", "environment", "endpoint", "metadata_host"],
    ),
    ("cos", "bucket", &["prefix", "key", "region", "endpoint", "domain"]),
    ("gcs", "bucket", &["prefix", "storage_custom_endpoint"]),
    ("http", "address", &[]),
    ("local", "path", &["workspace_dir"]),
    ("oss", "bucket", &["prefix", "key", "region", "endpoint"]),
    ("remote", "organization", &["hostname", "workspaces"]),
    ("s3", "bucket", &["key", "region", "endpoint", "endpoints", "workspace_key_prefix"]),
];

/// What Terraform takes where such an argument is not written.
const DEFAULTS: [(&str, &str); 3] =
    [("environment", "public"), ("hostname", "app.terraform.io"), ("workspace_key_prefix", "env:")];

/// The workspace of a state that has no other.
const DEFAULT: &str = "default";

/// The symbol that an output of a state has in all roots that read it, by what says where that state is. `None` for another
/// symbol, and where that is not said.
pub(crate) fn output(graph: GraphView<'_>, symbol: &Symbol) -> Option<Symbol> {
    if !symbol.name.contains(TYPE) || !has_known_keys(&symbol.path) {
        return None;
    }
    let (id, instance) = symbol_instance(graph, symbol)?;
    if instance.mode != Mode::Data || &*instance.type_name != TYPE {
        return None;
    }
    let node = graph.node(id);
    let text = |name| match node.field(name).known_value() {
        Attr::Absent => Some(""),
        Attr::Known(value) => value.as_str().filter(|text| !is_placeholder(text)),
        Attr::Unknown(_) => None,
    };
    let (backend, workspace) = (text("backend")?, text("workspace")?);
    // Others are told where the state is by variables of the environment.
    let (_, place, arguments) = STATES.iter().find(|(name, ..)| *name == backend)?;
    let config = node.field("config").value()?.as_map()?;
    let stack = &graph.graph.stack;
    let workspace = Some(workspace).filter(|workspace| *workspace != DEFAULT).unwrap_or_default();
    let mut state = vec![backend.to_owned(), workspace.to_owned()];
    let place = config.get(place)?.as_str().filter(|place| !is_placeholder(place))?;
    state.push(match backend {
        // Where a plan was made is not said, and a path in the root is another in each.
        "local" if !place.starts_with('/') && stack.kind == StackKind::Plan => return None,
        "local" => path_in(&stack.root, place),
        _ => place.to_owned(),
    });
    for name in *arguments {
        let value = config.get(name).filter(|value| !value.is_null());
        let is_open = |part: &Value| part.as_str().is_some_and(is_placeholder);
        if value.is_some_and(|value| is_open(value) || value.any_part(&mut |part| is_open(part))) {
            return None;
        }
        let default = || DEFAULTS.iter().find(|(of, _)| of == name).map_or("", |(_, default)| default);
        let text = value.map_or_else(|| Some(default()), Value::as_str);
        state.push(match (*name, text) {
            // A bucket has no other of its name in its partition.
            ("region", Some(region)) if backend == "s3" => partition_of(region).to_owned(),
            ("prefix", Some(prefix)) => prefix.trim_matches('/').to_owned(),
            // States of the default workspace lie beside those of others.
            ("workspace_key_prefix" | "workspace_dir", _) if workspace.is_empty() => String::new(),
            (_, Some(text)) => text.to_owned(),
            (_, None) => json_text(value?)?,
        });
    }
    // What an output is that the state has not.
    state.push(match node.field("defaults").known_value() {
        Attr::Absent => String::new(),
        Attr::Known(value) => json_text(value)?,
        Attr::Unknown(_) => return None,
    });
    let module = state.join("\n").into();
    Some(Symbol { stack: NO_STACK, module, name: Arc::default(), ..symbol.clone() })
}

/// A value in which each output of a state is what it is in all roots that read it.
pub(crate) fn in_all_roots(graph: GraphView<'_>, value: &Value) -> Value {
    match (value, value.as_segments()) {
        (Value::Unknown { value: unknown, .. }, _) => {
            let found = unknown.symbol.as_deref().and_then(|symbol| output(graph, symbol));
            found.map_or_else(|| value.clone(), |symbol| renamed(value, unknown, symbol))
        }
        (_, Some(parts)) => Value::text(Text::Segmented(
            parts
                .iter()
                .map(|part| match part {
                    Segment::Known(text) => Segment::Known(text.clone()),
                    Segment::Hole(hole) => Segment::Hole(in_all_roots(graph, hole)),
                })
                .collect(),
        ))
        .with_marks(value.marks()),
        _ => value.clone(),
    }
}

/// An output as the configuration names it.
pub(crate) fn shown(unknown: &Unknown) -> Option<String> {
    let symbol = unknown.symbol.as_deref().filter(|symbol| symbol.stack == NO_STACK)?;
    let state = unknown.cause.subject.split(".outputs").next().filter(|name| name.contains(TYPE))?;
    Some(format!("{state}.{}", symbol.path))
}

/// How the name of a region begins that is not in the commercial partition of AWS (`terraform-provider-aws`,
/// `names.PartitionForRegion`).
fn partition_of(region: &str) -> &str {
    let of = ["cn-", "eu-isoe-", "eusc-", "us-gov-", "us-iso-", "us-isob-", "us-isof-"];
    of.into_iter().find(|of| region.starts_with(of)).unwrap_or_default()
}

/// A path as it is written in a root, without `.` and with `..` where it leads out of the project.
fn path_in(root: &str, path: &str) -> String {
    let root = if path.starts_with('/') { "/" } else { root };
    let mut parts: Vec<&str> = Vec::new();
    for part in root.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let start = if path.starts_with('/') { "/" } else { "" };
    [start, &parts.join("/")].concat()
}

/// Whether a path has no key that is not known, which is another in each root.
pub(crate) fn has_known_keys(path: &str) -> bool {
    let is_key = |rest: &str| rest.starts_with(|first: char| first == '"' || first.is_ascii_digit());
    path.split('[').skip(1).all(is_key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_states_are_those_from_the_project() {
        for (root, path, from_project) in [
            ("live/c", "../shop/x.tfstate", "live/shop/x.tfstate"),
            ("live/c", "./../shop//x.tfstate", "live/shop/x.tfstate"),
            ("c", "../../x.tfstate", "../x.tfstate"),
            ("c", "../../../x.tfstate", "../../x.tfstate"),
            (".", "x.tfstate", "x.tfstate"),
            ("", "x.tfstate", "x.tfstate"),
            ("c", "/srv/./x.tfstate", "/srv/x.tfstate"),
        ] {
            assert_eq!(path_in(root, path), from_project, "{root} {path}");
        }
    }

    #[test]
    fn a_bucket_is_one_of_its_partition() {
        assert_eq!(partition_of("eu-west-1"), partition_of(""));
        assert_eq!(partition_of("eu-west-1"), partition_of("us-east-1"));
        assert_ne!(partition_of("cn-north-1"), partition_of("us-east-1"));
        assert_ne!(partition_of("us-gov-west-1"), partition_of("us-east-1"));
    }
}
