//! The estate as a graph to draw.

use std::borrow::Cow;

use bricklint_findings::Sorting;
use bricklint_findings::diagram::{Diagram, DiagramEdge, DiagramNode};
use bricklint_model::estate::Estate;
use bricklint_model::graph::{Graph, NodeId, NodeKind};
use bricklint_model::instance::Mode;
use bricklint_model::locate;
use bricklint_model::place::{Part, Path, Place};
use bricklint_model::stack::Stack;

/// Nodes and edges of all stacks, sorted.
pub fn of(estate: &Estate) -> Diagram {
    let mut out = Diagram::default();
    let names: Vec<String> = estate.graphs.iter().map(|graph| name_of(&graph.stack)).collect();
    for (stack, (graph, name)) in (0..).zip(estate.graphs.iter().zip(&names)) {
        let is_only = names.iter().filter(|other| *other == name).count() == 1;
        let plan = graph.stack.plan_path.as_deref().filter(|_| !is_only);
        let plan = plan.map(|path| {
            let number = graph.stack.plan_number.map(|number| format!("#{number}")).unwrap_or_default();
            format!("{name}@{path}{number}")
        });
        add(graph, stack, plan.as_ref().unwrap_or(name), &mut out);
    }
    out.nodes.put_in_order_by(|a, b| a.id.cmp(&b.id));
    out.edges.put_in_order_by(|a, b| {
        (&a.from, &a.from_path, &a.to, &a.to_path, a.kind, a.certainty).cmp(&(
            &b.from,
            &b.from_path,
            &b.to,
            &b.to_path,
            b.kind,
            b.certainty,
        ))
    });
    out.edges.dedup();
    out
}

/// The address of a node, or a name of its own for something outside whose key must not be printed.
fn address_of(graph: &Graph, id: NodeId) -> Cow<'_, str> {
    if let NodeKind::External(at) = graph.kind(id)
        && graph.externals.get(at as usize).is_some_and(|external| external.secret)
    {
        return Cow::Owned(format!("(sensitive value {})", at + 1));
    }
    Cow::Borrowed(graph.address(id))
}

/// The root and the variable set of a stack, which several plans can be of.
fn name_of(stack: &Stack) -> String {
    let environment = stack.environment.as_deref().map(|e| format!("@{e}")).unwrap_or_default();
    format!("{}{environment}", stack.root)
}

fn id_of(graph: &Graph, name: &str, id: NodeId) -> String {
    let prefix = match graph.kind(id) {
        NodeKind::External(_) => format!("{}:", graph.type_name(id)),
        _ => String::new(),
    };
    format!("{name}#{prefix}{}", address_of(graph, id))
}

fn add(graph: &Graph, stack: u32, name: &str, out: &mut Diagram) {
    let mut addresses: Vec<(&str, NodeId)> = graph.nodes().map(|(id, _)| (graph.address(id), id)).collect();
    addresses.put_in_order();
    for (id, kind) in graph.nodes() {
        let place = Place { stack, owner: graph.owner(id), path: Path::root(), part: Part::Header };
        let location = locate::locate(&graph.stack, &place);
        let location = match location.start {
            Some(start) => Some(format!("{}:{}", location.path, start.line)),
            None => {
                bricklint_report::words::within(&location).map(|within| format!("{}#{within}", location.path))
            }
        };
        let kind = match kind {
            NodeKind::Instance(_) => match graph.instance(id).map(|instance| instance.mode) {
                Some(Mode::Data) => "data",
                _ => "resource",
            },
            NodeKind::Provider(_) => "provider",
            NodeKind::Module(_) => "module",
            NodeKind::External(_) => "external",
        };
        out.nodes.push(DiagramNode {
            id: id_of(graph, name, id),
            root: graph.stack.root.to_string(),
            environment: graph.stack.environment.as_ref().map(ToString::to_string),
            address: address_of(graph, id).into_owned(),
            kind,
            type_name: graph.type_name(id).to_owned(),
            location,
        });
        let Some(instance) = graph.instance(id) else { continue };
        if let Some(provider) = instance.provider.and_then(|at| graph.provider_node(at)) {
            out.edges.push(edge((graph, name), id, "provider", provider, "", "provider", "exact"));
        }
        for address in &instance.depends_on {
            let module = graph.stack.modules.get(instance.module as usize).map_or("", |m| &m.address);
            let full = if module.is_empty() { address.to_string() } else { format!("{module}.{address}") };
            // The address itself, or that of every instance below it.
            let start = addresses.partition_point(|(other, _)| *other < full.as_str());
            let below = addresses.iter().skip(start).take_while(|(other, _)| other.starts_with(&full));
            for (other, to) in below {
                let rest = other.get(full.len()..).unwrap_or_default();
                if rest.is_empty() || rest.starts_with(['[', '.']) {
                    out.edges.push(edge((graph, name), id, "depends_on", *to, "", "depends-on", "exact"));
                }
            }
        }
    }
    for e in graph.edges() {
        out.edges.push(edge(
            (graph, name),
            e.from,
            &e.from_path.to_string(),
            e.to,
            &e.to_path.to_string(),
            e.kind.name(),
            if e.when.is_empty() { e.certainty.name() } else { "possible" },
        ));
    }
}

fn edge(
    (graph, name): (&Graph, &str),
    from: NodeId,
    from_path: &str,
    to: NodeId,
    to_path: &str,
    kind: &'static str,
    certainty: &'static str,
) -> DiagramEdge {
    DiagramEdge {
        from: id_of(graph, name, from),
        from_path: from_path.to_owned(),
        to: id_of(graph, name, to),
        to_path: to_path.to_owned(),
        kind,
        certainty,
        via: Vec::new(),
    }
}
