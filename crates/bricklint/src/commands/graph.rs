//! `bricklint graph`.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};
use bricklint::diagram;
use bricklint::disk::Disk;
use bricklint::session::{self, Phase};
use bricklint_findings::address::static_address;
use bricklint_findings::diagram::{Diagram, DiagramNode};
use bricklint_findings::words::{hint, nearest};
use bricklint_report::GraphFormat;
use bricklint_rules::Selection;

use crate::cli::{GraphArgs, GraphFormatArg};
use crate::input;

/// Prints the graph.
pub(super) fn run(args: &GraphArgs, quiet: bool) -> Result<u8> {
    let mut request = input::read(&Disk, &args.input, &Selection::default(), false)?.request;
    request.stop_after = Some(Phase::Graph);
    let run = session::run(&Disk, request);
    let mut diagram = diagram::of(&run.estate);
    if let Some(address) = &args.around {
        diagram = around(&diagram, address, args.depth)?;
    }
    let format = match args.format {
        GraphFormatArg::Dot => GraphFormat::Dot,
        GraphFormatArg::Mermaid => GraphFormat::Mermaid,
        GraphFormatArg::Json => GraphFormat::Json,
    };
    super::print(&bricklint_report::graph(&diagram, format))?;
    Ok(super::problems(&run.problems, quiet))
}

/// What is at most `depth` edges away from the nodes with this address.
fn around(diagram: &Diagram, address: &str, depth: usize) -> Result<Diagram> {
    // Without a key all instances are meant.
    let is_meant = |node: &&DiagramNode| node.address == address || static_address(&node.address) == address;
    let mut near: BTreeSet<&str> =
        diagram.nodes.iter().filter(is_meant).map(|node| node.id.as_str()).collect();
    if near.is_empty() {
        let found = diagram.nodes.iter().map(|node| node.address.as_str());
        bail!("the graph has no node with the address `{address}`{}", hint(nearest(address, found)));
    }
    let mut neighbours: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for edge in &diagram.edges {
        neighbours.entry(&edge.from).or_default().push(&edge.to);
        neighbours.entry(&edge.to).or_default().push(&edge.from);
    }
    let mut last: Vec<&str> = near.iter().copied().collect();
    for _ in 0..depth {
        if last.is_empty() {
            break;
        }
        let mut next = Vec::new();
        for id in last {
            for other in neighbours.get(id).into_iter().flatten() {
                if near.insert(other) {
                    next.push(*other);
                }
            }
        }
        last = next;
    }
    Ok(Diagram {
        nodes: diagram.nodes.iter().filter(|node| near.contains(node.id.as_str())).cloned().collect(),
        edges: diagram
            .edges
            .iter()
            .filter(|edge| near.contains(edge.from.as_str()) && near.contains(edge.to.as_str()))
            .cloned()
            .collect(),
    })
}
