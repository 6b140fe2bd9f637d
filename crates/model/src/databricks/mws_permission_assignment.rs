//! `databricks_mws_permission_assignment`: who may enter a workspace (provider
//! `docs/resources/mws_permission_assignment.md`).

use super::principal::Principal;
use crate::view::{Field, Node};

/// An assignment of a principal to a workspace.
#[derive(Clone, Copy, Debug)]
pub struct MwsPermissionAssignment<'w>(pub Node<'w>);

impl<'w> MwsPermissionAssignment<'w> {
    /// The Terraform type.
    pub const TYPE: &'static str = "databricks_mws_permission_assignment";

    /// `workspace_id`
    pub fn workspace_id(self) -> Field<'w> {
        self.0.field("workspace_id")
    }

    /// `principal_id`: the account id of a user, a service principal or a group.
    pub fn principal_id(self) -> Field<'w> {
        self.0.field("principal_id")
    }

    /// The principal.
    pub fn principal(self) -> Principal<'w> {
        Principal::with_id(self.principal_id())
    }

    /// `permissions`: `USER` or `ADMIN`.
    pub fn permissions(self) -> Field<'w> {
        self.0.field("permissions")
    }
}
