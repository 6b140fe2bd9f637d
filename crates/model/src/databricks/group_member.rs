//! `databricks_group_member` and its newer forms: one principal in one group (provider
//! `docs/resources/group_member.md`).

use super::principal::Principal;
use crate::place::Step;
use crate::view::{Field, Node};

/// A membership.
#[derive(Clone, Copy, Debug)]
pub struct GroupMember<'w>(pub Node<'w>);

impl<'w> GroupMember<'w> {
    /// The Terraform type.
    pub const TYPE: &'static str = "databricks_group_member";

    /// All types that put a principal into a group.
    pub const TYPES: &'static [&'static str] = &[
        Self::TYPE,
        "databricks_account_iam_direct_group_member_v2",
        "databricks_workspace_iam_direct_group_member_v2",
    ];

    /// The membership, if the node is one.
    pub fn of(node: Node<'w>) -> Option<Self> {
        Self::TYPES.contains(&node.type_name()).then_some(Self(node))
    }

    /// `group_id`: the group that receives the member.
    pub fn group_id(self) -> Field<'w> {
        self.0.field("group_id")
    }

    /// `member_id`: a user, a service principal or another group; `principal_id` in the newer forms.
    pub fn member_id(self) -> Field<'w> {
        let member = self.0.field("member_id");
        let newer = self.0.field("principal_id");
        if member.value().is_none() && newer.value().is_some() { newer } else { member }
    }

    /// The group.
    pub fn group(self) -> Principal<'w> {
        Principal::with_id(self.group_id())
    }

    /// The member.
    pub fn member(self) -> Principal<'w> {
        Principal::with_id(self.member_id())
    }

    /// First step of the path of [`Self::group_id`].
    pub(super) fn group_step() -> Step {
        Step::Name("group_id".into())
    }
}
