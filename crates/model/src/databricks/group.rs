//! `databricks_group`, a resource or a data source, and its newer forms (provider `docs/resources/group.md`,
//! `docs/resources/account_iam_group_v2.md`).

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::tri::Tri;
use bricklint_lang::value::Value;

use super::group_member::GroupMember;
use super::principal::PrincipalKind;
use crate::attr::Attr;
use crate::graph::EdgeKind;
use crate::lookup;
use crate::partial::Partial;
use crate::place::{Part, Path, Place, Step};
use crate::stack::StackKind;
use crate::view::{Field, Link, Node};

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

    /// The group of this stack that it looks up by its name.
    pub fn made(self) -> Option<Self> {
        if self.0.is_managed() {
            return None;
        }
        let mut links = self.display_name().links().filter(Link::is_exact);
        let link = links.find(|link| link.node.is_managed() && is_named(&link.edge.to_path))?;
        Self::of(link.node)
    }

    /// The data sources that look it up by its name.
    fn lookups(self) -> impl Iterator<Item = Self> {
        let named = |link: &Link<'w>| {
            link.is_exact() && is_named(&link.edge.from_path) && is_named(&link.edge.to_path)
        };
        let around = self.0.is_managed().then(|| self.0.incoming()).into_iter().flatten();
        let found = around.filter(move |link| !link.node.is_managed() && named(link));
        found.filter_map(|link| Self::of(link.node))
    }

    /// The memberships of this stack that put someone into it, and why there can be more.
    pub fn members(self) -> Partial<GroupMember<'w>> {
        let mut more: Option<Cause> = None;
        let mut known = Vec::new();
        for link in std::iter::once(self).chain(self.lookups()).flat_map(|group| group.0.incoming()) {
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
        Partial::new(known, more.or_else(|| self.unseen()))
    }

    /// Why a membership can be of it without being seen to: a plan does not say what stands behind a local value.
    fn unseen(self) -> Option<Cause> {
        let graph = self.0.graph();
        let is_new = || !self.0.field("id").value().is_some_and(Value::is_wholly_known);
        if graph.graph.stack.kind != StackKind::Plan || !self.0.is_managed() || !is_new() {
            return None;
        }
        let place = graph.graph.first_unseen(GroupMember::TYPES, "group_id")?;
        Some(GroupMember(graph.node(place)).group_id().cause_or("group_id"))
    }

    /// Where it is given access, by itself or through a group that it is in; exact places first.
    pub fn access(self) -> Option<Access> {
        let mut groups = vec![self];
        let mut at = 0;
        let mut possible = None;
        while let Some(group) = groups.get(at).copied() {
            at += 1;
            if let Some(place) = group.entitlement() {
                return Some(Access { place, is_exact: true });
            }
            groups.extend(group.lookups());
            for link in group.0.incoming() {
                if let Some(member) = GroupMember::of(link.node) {
                    let around = member.group().node.map(lookup::twins).unwrap_or_default();
                    for around in around.into_iter().filter_map(Self::of) {
                        if groups.iter().all(|known| known.0 != around.0) {
                            groups.push(around);
                        }
                    }
                } else if gives_access(&link) {
                    let place = link.node.place_at(link.edge.from_path.clone(), Part::Value);
                    if link.is_exact() {
                        return Some(Access { place, is_exact: true });
                    }
                    possible = possible.or(Some(Access { place, is_exact: false }));
                }
            }
        }
        possible
    }

    /// An entitlement that the group itself sets.
    fn entitlement(self) -> Option<Place> {
        let mut fields = ENTITLEMENTS.iter().map(|name| self.0.field(name));
        fields.find(|field| field.bool() == Attr::Known(true)).map(|field| field.key_place())
    }

    /// Whether everyone whom this stack puts into it is a service principal. No member is False.
    pub fn holds_service_principals_only(self) -> (Tri, Option<Cause>) {
        let mut groups = vec![self];
        let mut at = 0;
        let mut unknown = None;
        let mut any = false;
        while let Some(group) = groups.get(at).copied() {
            at += 1;
            let (members, more) = group.members().into_parts();
            unknown = unknown.or(more);
            for member in members.into_iter().map(GroupMember::member) {
                match member.kind {
                    PrincipalKind::ServicePrincipal => any = true,
                    PrincipalKind::Person | PrincipalKind::AccountUsers => return (Tri::False, None),
                    PrincipalKind::Unknown(cause) => unknown = unknown.or(Some(cause)),
                    PrincipalKind::CurrentUser => {
                        let subject = member.field.path().to_string();
                        let text = "who runs Terraform can be a person or a service principal";
                        unknown = unknown.or(Some(Cause::new(CauseKind::DataSource, subject, text)));
                    }
                    PrincipalKind::Group => match member.node.and_then(Self::of) {
                        Some(inner) if inner.is_made_here().is_true() => {
                            if groups.iter().all(|known| known.0 != inner.0) {
                                groups.push(inner);
                            }
                        }
                        _ => return (Tri::False, None),
                    },
                }
            }
        }
        match unknown {
            Some(cause) => (Tri::Unknown, Some(cause)),
            None => (Tri::from(any), None),
        }
    }
}

/// Whether it is the name of a group.
fn is_named(path: &Path) -> bool {
    matches!(path.0.as_slice(), [Step::Name(name)] if matches!(&name[..], "display_name" | "group_name"))
}

/// A place that gives a group access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// Where.
    pub place: Place,
    /// Whether it is certain.
    pub is_exact: bool,
}

/// Entitlements that a group can set (provider `docs/resources/group.md`).
const ENTITLEMENTS: &[&str] = &[
    "allow_cluster_create",
    "allow_instance_pool_create",
    "databricks_sql_access",
    "workspace_access",
    "workspace_consume",
];

/// Types that give a group access by naming it, sorted.
const ACCESS: &[&str] = &[
    "databricks_access_control_rule_set",
    "databricks_account_iam_workspace_assignment_v2",
    "databricks_entitlements",
    "databricks_grant",
    "databricks_grants",
    "databricks_group_instance_profile",
    "databricks_group_role",
    "databricks_mws_permission_assignment",
    "databricks_permission_assignment",
    "databricks_permissions",
    "databricks_policy_info",
    "databricks_secret_acl",
    "databricks_sql_permissions",
    "databricks_workspace_iam_workspace_assignment_v2",
];

/// Whether what refers to a group gives it access: a grant and the like, or an object that it owns.
fn gives_access(link: &Link<'_>) -> bool {
    let names = matches!(link.edge.kind, EdgeKind::Reference | EdgeKind::Part | EdgeKind::NaturalKey);
    let owner = matches!(link.edge.from_path.0.as_slice(), [Step::Name(name)] if &**name == "owner");
    names && (owner || ACCESS.contains(&link.node.type_name()))
}
