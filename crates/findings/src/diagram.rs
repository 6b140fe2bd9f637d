//! A graph to draw: what `bricklint graph` prints, free of any model type.

use serde::Serialize;

/// A node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DiagramNode {
    /// Unique in the diagram: root and address.
    pub id: String,
    /// Path of the root, or the name of the plan's root.
    pub root: String,
    /// The variable set, if there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    /// Terraform address, or the natural key of something external.
    pub address: String,
    /// `resource`, `data`, `provider`, `module` or `external`.
    pub kind: &'static str,
    /// Terraform type; empty where there is none.
    #[serde(rename = "type")]
    pub type_name: String,
    /// `path:line` of the block, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
}

/// A directed edge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DiagramEdge {
    /// Id of the node that refers.
    pub from: String,
    /// Attribute path on that side.
    pub from_path: String,
    /// Id of the node referred to.
    pub to: String,
    /// Attribute path on the other side.
    pub to_path: String,
    /// `reference`, `natural-key`, `provider`, `depends-on`, …
    pub kind: &'static str,
    /// `exact` or `possible`.
    pub certainty: &'static str,
    /// Names the reference went through, such as `local.region`, `module.a`.
    pub via: Vec<String>,
}

/// A graph to draw.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Diagram {
    /// In byte order of their ids.
    pub nodes: Vec<DiagramNode>,
    /// In byte order.
    pub edges: Vec<DiagramEdge>,
}
