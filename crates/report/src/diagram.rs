//! The resource graph drawn: what `bricklint graph` prints.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::str::FromStr;

use bricklint_findings::address::split_module;
use bricklint_findings::diagram::{Diagram, DiagramEdge, DiagramNode};
use bricklint_findings::outcome::UnknownName;
use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::escape;

/// The formats of a graph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum GraphFormat {
    /// Graphviz.
    #[default]
    Dot,
    /// Mermaid, as Markdown pages render it.
    Mermaid,
    /// `bricklint.graph/1`.
    Json,
}

impl GraphFormat {
    /// The names that `--format` takes.
    pub const NAMES: [&'static str; 3] = ["dot", "mermaid", "json"];
}

impl FromStr for GraphFormat {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "dot" => Ok(Self::Dot),
            "mermaid" => Ok(Self::Mermaid),
            "json" => Ok(Self::Json),
            _ => Err(UnknownName { given: name.to_owned(), allowed: &Self::NAMES }),
        }
    }
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    #[serde(flatten)]
    diagram: &'a Diagram,
}

/// The diagram in one format: a cluster for each root and module, possible edges dashed.
pub fn graph(diagram: &Diagram, format: GraphFormat) -> String {
    match format {
        GraphFormat::Json => escape::json(&Document { schema: "bricklint.graph/1", diagram }),
        GraphFormat::Dot => dot(diagram),
        GraphFormat::Mermaid => mermaid(diagram),
    }
}

/// A root or a module call and what it holds.
#[derive(Default)]
struct Cluster<'a> {
    nodes: Vec<(usize, &'a DiagramNode)>,
    inner: BTreeMap<String, Cluster<'a>>,
}

/// The clusters of a diagram, roots outermost. External nodes belong to no root and stand outside.
fn clusters(diagram: &Diagram) -> Cluster<'_> {
    let mut top = Cluster::default();
    for (index, node) in diagram.nodes.iter().enumerate() {
        let mut at = &mut top;
        if node.kind != "external" {
            let root = if node.root.is_empty() { "." } else { &node.root };
            let root = match &node.environment {
                Some(environment) => format!("{root} ({environment})"),
                None => root.to_owned(),
            };
            at = at.inner.entry(root).or_default();
            for module in modules(node) {
                at = at.inner.entry(module.to_owned()).or_default();
            }
        }
        at.nodes.push((index, node));
    }
    top
}

/// The module calls that an address leads through: `module.a["x"]`, `module.b`. A node that is itself a module call stands
/// in the cluster around it.
fn modules(node: &DiagramNode) -> Vec<&str> {
    let mut rest = &*node.address;
    std::iter::from_fn(|| {
        let (module, below) = split_module(rest)?;
        rest = below;
        Some(module)
    })
    .collect()
}

/// The address without the modules that the clusters show.
fn label(node: &DiagramNode) -> String {
    let prefix: usize = modules(node).iter().map(|module| module.len() + 1).sum();
    let own = node.address.get(prefix..).unwrap_or(&node.address);
    if node.kind == "external" && !node.type_name.is_empty() {
        format!("{}\n{own}", node.type_name)
    } else {
        own.to_owned()
    }
}

/// The attribute that refers and how it got there; empty for edges between whole nodes.
fn edge_label(edge: &DiagramEdge) -> String {
    match (edge.from_path.is_empty(), edge.kind) {
        (false, "reference") => edge.from_path.clone(),
        (false, kind) => format!("{} ({kind})", edge.from_path),
        (true, "reference") => String::new(),
        (true, kind) => kind.to_owned(),
    }
}

/// Edges whose two ends are in the diagram, as indexes.
fn edges(diagram: &Diagram) -> impl Iterator<Item = (usize, usize, &DiagramEdge)> {
    let index: FxHashMap<&str, usize> =
        diagram.nodes.iter().enumerate().map(|(i, node)| (node.id.as_str(), i)).collect();
    diagram
        .edges
        .iter()
        .filter_map(move |edge| Some((*index.get(edge.from.as_str())?, *index.get(edge.to.as_str())?, edge)))
}

fn dot(diagram: &Diagram) -> String {
    let mut out = String::from(
        "digraph bricklint {\n  rankdir=LR;\n  fontname=\"sans-serif\";\n  node [shape=box, fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\", fontsize=10];\n",
    );
    dot_cluster(&clusters(diagram), 1, &mut 0, &mut out);
    for (from, to, edge) in edges(diagram) {
        let mut attributes = Vec::new();
        let label = edge_label(edge);
        if !label.is_empty() {
            attributes.push(format!("label={}", escape::dot(&escape::line(&label))));
        }
        if edge.certainty == "possible" {
            attributes.push("style=dashed".to_owned());
        }
        let attributes =
            if attributes.is_empty() { String::new() } else { format!(" [{}]", attributes.join(", ")) };
        let _ = writeln!(out, "  n{from} -> n{to}{attributes};");
    }
    out.push_str("}\n");
    out
}

fn dot_cluster(cluster: &Cluster<'_>, depth: usize, next: &mut usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    for (index, node) in &cluster.nodes {
        let shape = match node.kind {
            "external" => ", style=dashed",
            "data" => ", style=rounded",
            "provider" => ", shape=component",
            "module" => ", shape=folder",
            _ => "",
        };
        let _ = writeln!(out, "{indent}n{index} [label={}{shape}];", escape::dot(&label(node)));
    }
    for (name, inner) in &cluster.inner {
        let _ = writeln!(out, "{indent}subgraph cluster_{next} {{");
        *next += 1;
        let _ = writeln!(out, "{indent}  label={};", escape::dot(&escape::line(name)));
        dot_cluster(inner, depth + 1, next, out);
        let _ = writeln!(out, "{indent}}}");
    }
}

fn mermaid(diagram: &Diagram) -> String {
    let mut out = String::from("flowchart LR\n");
    mermaid_cluster(&clusters(diagram), 1, &mut 0, &mut out);
    for (from, to, edge) in edges(diagram) {
        let arrow = if edge.certainty == "possible" { "-.->" } else { "-->" };
        let label = edge_label(edge);
        let label = if label.is_empty() {
            String::new()
        } else {
            format!("|{}|", escape::mermaid(&escape::line(&label)))
        };
        let _ = writeln!(out, "  n{from} {arrow}{label} n{to}");
    }
    out
}

fn mermaid_cluster(cluster: &Cluster<'_>, depth: usize, next: &mut usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    for (index, node) in &cluster.nodes {
        let label = escape::mermaid(&label(node));
        let _ = match node.kind {
            "external" => writeln!(out, "{indent}n{index}([{label}])"),
            "data" => writeln!(out, "{indent}n{index}({label})"),
            "provider" => writeln!(out, "{indent}n{index}{{{{{label}}}}}"),
            "module" => writeln!(out, "{indent}n{index}[[{label}]]"),
            _ => writeln!(out, "{indent}n{index}[{label}]"),
        };
    }
    for (name, inner) in &cluster.inner {
        let _ = writeln!(out, "{indent}subgraph c{next} [{}]", escape::mermaid(&escape::line(name)));
        *next += 1;
        mermaid_cluster(inner, depth + 1, next, out);
        let _ = writeln!(out, "{indent}end");
    }
}
