use bricklint_findings::diagram::{Diagram, DiagramEdge, DiagramNode};
use bricklint_report::{GraphFormat, graph};

use crate::fixture::NASTY;

fn node(root: &str, address: &str, kind: &'static str, type_name: &str) -> DiagramNode {
    DiagramNode {
        id: format!("{root}:{address}"),
        root: root.to_owned(),
        environment: (root == "live").then(|| "dev".to_owned()),
        address: address.to_owned(),
        kind,
        type_name: type_name.to_owned(),
        location: (kind == "resource").then(|| "live/main.tf:3".to_owned()),
    }
}

fn edge(from: &str, to: &str, kind: &'static str, certainty: &'static str) -> DiagramEdge {
    DiagramEdge {
        from: from.to_owned(),
        from_path: if kind == "depends-on" { String::new() } else { "catalog_name".to_owned() },
        to: to.to_owned(),
        to_path: "name".to_owned(),
        kind,
        certainty,
        via: vec!["local.catalog".to_owned()],
    }
}

pub(crate) fn diagram() -> Diagram {
    Diagram {
        nodes: vec![
            node("live", "databricks_schema.a", "resource", "databricks_schema"),
            node("live", "module.m[\"x.y\"].databricks_catalog.c[0]", "resource", "databricks_catalog"),
            node("live", "module.m[\"x.y\"].module.n.data.databricks_group.g", "data", "databricks_group"),
            node("live", "provider.databricks.account", "provider", ""),
            node("live", "module.remote", "module", ""),
            node("", "main", "external", "databricks_catalog"),
            node(NASTY, NASTY, "resource", "databricks_job"),
        ],
        edges: vec![
            edge("live:databricks_schema.a", ":main", "natural-key", "possible"),
            edge(
                "live:databricks_schema.a",
                "live:module.m[\"x.y\"].databricks_catalog.c[0]",
                "reference",
                "exact",
            ),
            edge("live:databricks_schema.a", "live:module.remote", "depends-on", "exact"),
            edge("live:databricks_schema.a", "nowhere", "reference", "exact"),
        ],
    }
}

#[test]
fn a_graph_in_every_format() {
    for name in GraphFormat::NAMES {
        let text = graph(&diagram(), name.parse().unwrap());
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\r']), "{name}");
        insta::assert_snapshot!(format!("graph_{name}"), text);
    }
    assert!("svg".parse::<GraphFormat>().is_err());
}
