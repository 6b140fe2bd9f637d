//! `databricks_service_principal`, a resource or a data source, and its newer forms (provider
//! `docs/resources/service_principal.md`).

use crate::view::{Field, Node};

/// A service principal.
#[derive(Clone, Copy, Debug)]
pub struct ServicePrincipal<'w>(pub Node<'w>);

impl<'w> ServicePrincipal<'w> {
    /// The Terraform type.
    pub const TYPE: &'static str = "databricks_service_principal";

    /// All types that make service principals.
    pub const TYPES: &'static [&'static str] = &[
        Self::TYPE,
        "databricks_account_iam_service_principal_v2",
        "databricks_workspace_iam_service_principal_v2",
    ];

    /// The service principal, if the node is one.
    pub fn of(node: Node<'w>) -> Option<Self> {
        Self::TYPES.contains(&node.type_name()).then_some(Self(node))
    }

    /// `application_id`, a UUID; computed where the provider makes it.
    pub fn application_id(self) -> Field<'w> {
        self.0.field("application_id")
    }

    /// `display_name`
    pub fn display_name(self) -> Field<'w> {
        self.0.field("display_name")
    }

    /// `external_id`: the id in the identity provider.
    pub fn external_id(self) -> Field<'w> {
        self.0.field("external_id")
    }
}
