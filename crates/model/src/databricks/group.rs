//! `databricks_group`, a resource or a data source, and its newer forms (provider `docs/resources/group.md`,
//! `docs/resources/account_iam_group_v2.md`).

use bricklint_findings::cause::Cause;
use bricklint_lang::tri::Tri;

use super::group_member::GroupMember;
use crate::partial::Partial;
use crate::view::{Field, Node};

/// A group.
#[derive(Clone, Copy, Debug)]
pub struct Group<'w>(pub Node<'w>);

impl<'w> Group<'w> {
    /// The Terraform type.
    pub const TYPE: &'static str = "databricks_group";

    /// All types that make groups.
    pub const TYPES: &'static [&'static str] =
        &[Self::TYPE, "databricks_account_iam_group_v2", "databricks_workspace_iam_group_v2"];

    /// The group, if the node is one.
    pub fn of(node: Node<'w>) -> Option<Self> {
        Self::TYPES.contains(&node.type_name()).then_some(Self(node))
    }

    /// `display_name`; `group_name` in the newer forms.
    pub fn display_name(self) -> Field<'w> {
        let name = self.0.field("display_name");
        let newer = self.0.field("group_name");
        if name.value().is_none() && newer.value().is_some() { newer } else { name }
    }

    /// `external_id`: set where the group mirrors one of the identity provider.
    pub fn external_id(self) -> Field<'w> {
        self.0.field("external_id")
    }

    /// Whether its members are only those that the configuration gives it: it is made here and mirrors
    /// nothing. A group that is looked up can have any members.
    pub fn is_made_here(self) -> Tri {
        if self.0.is_managed() { !self.external_id().is_set() } else { Tri::False }
    }

    /// The memberships of this stack that put someone into it, and why there can be more.
    pub fn members(self) -> Partial<GroupMember<'w>> {
        let mut more: Option<Cause> = None;
        let mut known = Vec::new();
        for link in self.0.incoming() {
            let Some(member) = GroupMember::of(link.node) else { continue };
            if link.edge.from_path.0.first() != Some(&GroupMember::group_step()) {
                continue;
            }
            if link.is_exact() {
                known.push(member);
            } else {
                more = more.or_else(|| {
                    let cause = link.node.uncertainty();
                    cause.or_else(|| Some(member.group_id().cause_or("group_id")))
                });
            }
        }
        for type_name in GroupMember::TYPES {
            let open = self.0.graph().graph.may_hold(crate::instance::Mode::Managed, type_name);
            more = more.or_else(|| open.cloned());
        }
        Partial::new(known, more)
    }
}
