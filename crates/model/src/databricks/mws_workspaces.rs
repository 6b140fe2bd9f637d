//! `databricks_mws_workspaces`: a workspace on AWS or GCP (provider `docs/resources/mws_workspaces.md`).

use crate::view::{Field, Node};

/// A workspace.
#[derive(Clone, Copy, Debug)]
pub struct MwsWorkspace<'w>(pub Node<'w>);

impl<'w> MwsWorkspace<'w> {
    /// The Terraform type.
    pub const TYPE: &'static str = "databricks_mws_workspaces";

    /// The view, if the node is such a resource. The data source of that name lists ids.
    pub fn of(node: Node<'w>) -> Option<Self> {
        (node.is_managed() && node.type_name() == Self::TYPE).then_some(Self(node))
    }

    /// `aws_region`, or `location` on GCP; `None` where neither is written.
    pub fn region(self) -> Option<Field<'w>> {
        ["aws_region", "location"]
            .into_iter()
            .map(|name| self.0.field(name))
            .find(|field| field.value().is_some() && !field.is_set().is_false())
    }

    /// `account_id`; sensitive in the provider's schema.
    pub fn account_id(self) -> Field<'w> {
        self.0.field("account_id")
    }

    /// `workspace_id`, known where the workspace exists.
    pub fn workspace_id(self) -> Field<'w> {
        self.0.effective("workspace_id")
    }

    /// `network_id`
    pub fn network_id(self) -> Field<'w> {
        self.0.field("network_id")
    }

    /// `storage_configuration_id`
    pub fn storage_configuration_id(self) -> Field<'w> {
        self.0.field("storage_configuration_id")
    }

    /// `private_access_settings_id`
    pub fn private_access_settings_id(self) -> Field<'w> {
        self.0.field("private_access_settings_id")
    }

    /// `network_connectivity_config_id`
    pub fn network_connectivity_config_id(self) -> Field<'w> {
        self.0.field("network_connectivity_config_id")
    }
}

/// Whether text can be the id of a workspace or of a principal of the account: digits.
pub fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
