//! `databricks_user`, a resource or a data source, and its newer forms (provider `docs/resources/user.md`).

use crate::view::{Field, Node};

/// A user.
#[derive(Clone, Copy, Debug)]
pub struct User<'w>(pub Node<'w>);

impl<'w> User<'w> {
    /// The Terraform type.
    pub const TYPE: &'static str = "databricks_user";

    /// All types that make users.
    pub const TYPES: &'static [&'static str] =
        &[Self::TYPE, "databricks_account_iam_user_v2", "databricks_workspace_iam_user_v2"];

    /// The user, if the node is one.
    pub fn of(node: Node<'w>) -> Option<Self> {
        Self::TYPES.contains(&node.type_name()).then_some(Self(node))
    }

    /// `user_name`, an e-mail address; `username` in the newer forms.
    pub fn user_name(self) -> Field<'w> {
        let name = self.0.field("user_name");
        let newer = self.0.field("username");
        if name.value().is_none() && newer.value().is_some() { newer } else { name }
    }

    /// `external_id`: the id in the identity provider.
    pub fn external_id(self) -> Field<'w> {
        self.0.field("external_id")
    }
}
