//! `databricks_metastore_assignment`: which metastore a workspace uses (provider
//! `docs/resources/metastore_assignment.md`). A later assignment of the same workspace overwrites an earlier
//! one.

use super::metastore::Metastore;
use super::mws_workspaces::MwsWorkspace;
use crate::view::{Field, Node};

/// An assignment.
#[derive(Clone, Copy, Debug)]
pub struct MetastoreAssignment<'w>(pub Node<'w>);

impl<'w> MetastoreAssignment<'w> {
    /// The Terraform type.
    pub const TYPE: &'static str = "databricks_metastore_assignment";

    /// `workspace_id`
    pub fn workspace_id(self) -> Field<'w> {
        self.0.field("workspace_id")
    }

    /// `metastore_id`
    pub fn metastore_id(self) -> Field<'w> {
        self.0.field("metastore_id")
    }

    /// The workspace, where it is certainly one that this stack makes.
    pub fn workspace(self) -> Option<MwsWorkspace<'w>> {
        let mut links = self.workspace_id().links().filter(|link| MwsWorkspace::of(link.node).is_some());
        match (links.next(), links.next()) {
            (Some(link), None) if link.is_exact() => MwsWorkspace::of(link.node),
            _ => None,
        }
    }

    /// The metastore, where it is certainly one that this stack makes or looks up.
    pub fn metastore(self) -> Option<Metastore<'w>> {
        let is_one = |node: Node<'_>| node.type_name() == Metastore::TYPE && !node.is_external();
        let mut links = self.metastore_id().links().filter(|link| is_one(link.node));
        match (links.next(), links.next()) {
            (Some(link), None) if link.is_exact() => Some(Metastore(link.node)),
            _ => None,
        }
    }
}
