//! `databricks_group`, a resource or a data source, and its newer forms (provider `docs/resources/group.md`,
//! `docs/resources/account_iam_group_v2.md`).

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::tri::Tri;
use bricklint_lang::value::Value;
use rustc_hash::{FxHashMap, FxHashSet};

use super::grants::{Grant, Grants};
use super::group_member::GroupMember;
use super::principal::PrincipalKind;
use super::provider::{Provider, ProviderLevel};
use crate::access;
use crate::attr::Attr;
use crate::estate::Estate;
use crate::graph::EdgeKind;
use crate::instance::Imported;
use crate::lookup;
use crate::partial::Partial;
use crate::place::{Part, Path, Place, Step};
use crate::securable::{self, Metastore, Securable};
use crate::view::{Field, Link, Node, World};

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

    /// Whether nobody can be in it but whom the configuration puts into it: one that exists before it is taken over
    /// (`force`, an `import` block) can have members already.
    pub(crate) fn is_closed(self) -> Tri {
        let taken = match self.0.field("force").bool() {
            Attr::Known(force) => Tri::from(force),
            Attr::Absent => Tri::False,
            Attr::Unknown(_) => Tri::Unknown,
        };
        let instance = self.0.instance();
        let imported = match instance.map(|instance| instance.lifecycle.imported).unwrap_or_default() {
            Imported::No => Tri::from(self.0.change().is_some_and(|change| change.importing)),
            Imported::Yes => Tri::True,
            Imported::Possibly => Tri::Unknown,
        };
        self.is_made_here().and(!taken).and(!imported)
    }

    /// The group of this stack that it looks up by its name.
    pub fn made(self) -> Option<Self> {
        let mut links = self.made_links();
        Self::of(links.find(|link| is_looked_up(link, self.0).is_true())?.node)
    }

    /// Whether a group of this stack is what it looks up, and why this is not known.
    pub fn is_made(self) -> (Tri, Option<Cause>) {
        if self.made().is_some() {
            return (Tri::True, None);
        }
        let mut open = self.possibly_made();
        open.next().map_or((Tri::False, None), |group| (Tri::Unknown, Some(self.doubt(group))))
    }

    /// The groups of this stack that it may look up.
    fn possibly_made(self) -> impl Iterator<Item = Self> {
        let open = self.made_links().filter(move |link| is_looked_up(link, self.0).is_unknown());
        open.filter_map(|link| Self::of(link.node))
    }

    /// Why it is not known whether it looks up a group of this stack.
    fn doubt(self, group: Self) -> Cause {
        let cause = group.0.uncertainty().or_else(|| self.display_name().cause());
        cause.unwrap_or_else(|| {
            let address = group.0.address();
            let text = format!("`{address}` has its name, through another provider configuration");
            Cause::new(CauseKind::NotVisibleHere, address, text)
        })
    }

    fn made_links(self) -> impl Iterator<Item = Link<'w>> {
        let links = (!self.0.is_managed()).then(|| self.display_name().links()).into_iter().flatten();
        links.filter(|link| link.node.is_managed())
    }

    /// The data sources that may look up its name.
    fn lookups(self) -> impl Iterator<Item = Link<'w>> {
        let around = self.0.is_managed().then(|| self.0.incoming()).into_iter().flatten();
        around.filter(|link| !link.node.is_managed() && Self::of(link.node).is_some())
    }

    /// The memberships of this stack that put someone into it, and why there can be more.
    pub fn members(self) -> Partial<GroupMember<'w>> {
        let (known, more) = self.named_members().into_parts();
        Partial::new(known, more.or_else(|| Some(self.possible_members().next()?.1)))
    }

    /// The same without those of what may look it up.
    pub(super) fn named_members(self) -> Partial<GroupMember<'w>> {
        let mut more: Option<Cause> = None;
        let mut known = Vec::new();
        let exact = self.lookups().filter(|link| link.is_exact() && is_looked_up(link, self.0).is_true());
        for group in std::iter::once(self.0).chain(exact.map(|link| link.node)) {
            for (link, member) in memberships(group) {
                if link.is_exact() {
                    known.push(member);
                } else {
                    more = more.or_else(|| {
                        let cause = link.node.uncertainty();
                        cause.or_else(|| Some(member.group_id().cause_or("group_id")))
                    });
                }
            }
        }
        for type_name in GroupMember::TYPES {
            let open = self.0.graph().graph.may_hide(type_name);
            more = more.or_else(|| open.cloned());
        }
        Partial::new(known, more.or_else(|| self.unseen(GroupMember::TYPES, "group_id")))
    }

    /// The memberships that put someone into it if it is what a data source looks up, and why this is not known.
    fn possible_members(self) -> impl Iterator<Item = (GroupMember<'w>, Cause)> {
        self.lookups().flat_map(move |link| {
            let mut members = memberships(link.node).map(|(_, member)| member).peekable();
            let group = Self(link.node);
            // What surely is another group is not this one.
            let is_another = || link.is_exact() && group.made().is_some();
            let may_be =
                members.peek().is_some() && is_looked_up(&link, self.0).is_unknown() && !is_another();
            members.filter(move |_| may_be).map(move |member| (member, group.doubt(self)))
        })
    }

    /// Why it is not known whether it looks up another group of this stack, of service principals.
    fn may_find_service_principals(self, except: Self) -> Option<Cause> {
        let mut others = (0..).zip(self.possibly_made().filter(|group| group.0 != except.0));
        let found = others.find(|(at, group)| *at >= MANY || group.may_hold_service_principals_only());
        found.map(|(_, group)| self.doubt(group))
    }

    /// Whether all in it can be service principals, by what is put into the group itself.
    fn may_hold_service_principals_only(self) -> bool {
        let (members, more) = self.named_members().into_parts();
        let is_of_people = |member: &GroupMember<'w>| member.member().kind.is_of_people();
        let mut possible = self.possible_members();
        !self.is_made_here().is_false()
            && !members.iter().any(is_of_people)
            && (more.is_some() || !members.is_empty() || possible.any(|(member, _)| !is_of_people(&member)))
    }

    /// Why it can be given access without being seen to, by itself or through a group that it is in.
    pub fn unseen_access(self) -> Option<Cause> {
        let given =
            || self.unseen(ACCESS, "principal_id").or_else(|| self.unseen(GroupMember::TYPES, "member_id"));
        let in_rules = || self.unseen(&["databricks_access_control_rule_set"], "grant_rules.principals");
        self.unseen(ACCESS, "group_id").or_else(given).or_else(in_rules)
    }

    /// Why an attribute can name it without being seen to: a plan does not say what stands behind a local value, and what is
    /// repeated over something unknown can name what that does.
    fn unseen(self, types: &'static [&'static str], attribute: &'static str) -> Option<Cause> {
        let graph = self.0.graph();
        let is_new = || !self.0.field("id").value().is_some_and(Value::is_wholly_known);
        if !self.0.is_managed() || !is_new() {
            return None;
        }
        let node = graph.node(graph.graph.first_unseen(types, attribute)?);
        let Some((block, name)) = attribute.split_once('.') else {
            return Some(node.field(attribute).cause_or(attribute));
        };
        let (blocks, more) = node.blocks(block).partial().into_parts();
        let inside = || blocks.iter().find_map(|block| block.field(name).cause());
        more.or_else(inside).or_else(|| Some(node.field(block).cause_or(block)))
    }

    /// Where it is given access, by itself or through a group that it is in; exact places first.
    pub fn access(self) -> Option<Access> {
        if let (true, known) = self.0.world().estate().nests().access(self.0) {
            return known;
        }
        let mut possible = None;
        let exact = self.walk(|group, around| {
            let (exact, open) = group.around(around);
            possible = possible.take().or(open);
            exact
        });
        exact.or(possible)
    }

    /// What the group itself is given, certain or else possible, and the groups that it is or may be in.
    pub(super) fn around(self, groups: &mut Vec<Self>) -> (Option<Access>, Option<Access>) {
        if let Some(place) = self.entitlement() {
            return (Some(Access { place, is_exact: true }), None);
        }
        let mut possible = None;
        let lookups = self.lookups().filter(|link| link.is_exact() && !is_looked_up(link, self.0).is_false());
        groups.extend(lookups.map(|link| Self(link.node)).chain(self.made()));
        for link in self.0.incoming() {
            let (gives, place) = if let Some(member) = GroupMember::of(link.node) {
                let group = member.group();
                let around = group.node.map(lookup::twins).unwrap_or_default();
                groups.extend(around.into_iter().filter_map(Self::of));
                let of_admins = group.node.and_then(Self::of).is_some_and(Self::is_of_admins);
                (Tri::from(of_admins && group.node != Some(self.0)), group.field.place())
            } else {
                let place = link.node.place_at(link.edge.from_path.clone(), Part::Value);
                let names_it = Tri::from(!names_another(&link, self.0));
                (names_it.and(gives_access(&link)), place)
            };
            if gives.is_false() {
                continue;
            }
            let access = Access { place, is_exact: link.is_exact() && gives.is_true() };
            if access.is_exact {
                return (Some(access), possible);
            }
            possible = possible.or(Some(access));
        }
        match self.given_in_other_root() {
            Some(access) if access.is_exact => (Some(access), possible),
            elsewhere => (None, possible.or(elsewhere)),
        }
    }

    /// Where another root that is surely of its workspace or account names it and gives it access; exact places first.
    fn given_in_other_root(self) -> Option<Access> {
        let estate = self.0.world().estate();
        if !self.0.is_managed() || estate.graphs.len() < 2 {
            return None;
        }
        let (workspace, account) = made_in(self.0);
        let of_account = Provider::of(self.0).is_some_and(Provider::is_of_account);
        let place = if of_account { account } else { workspace }?;
        let Attr::Known(name) = self.display_name().str() else { return None };
        let stack = self.0.graph().stack;
        let all = estate.given_by_name().get(&(place, folded(name)))?.iter();
        let others = all.filter(|(other, _)| *other != stack && estate.rival(stack, *other));
        others.map(|(_, access)| access).max_by_key(|access| access.is_exact).cloned()
    }

    /// Whether it is the group of the admins of a workspace, which nobody makes. In an account that is a name like any other.
    fn is_of_admins(self) -> bool {
        let level = || Provider::of(self.0).map(Provider::level);
        !self.0.is_managed()
            && self.display_name().is_text(ADMINS).is_true()
            && !matches!(level(), Some(ProviderLevel::Account(_)))
    }

    /// Goes from group to group until something is found; each is asked once for its own.
    fn walk<T>(self, mut step: impl FnMut(Self, &mut Vec<Self>) -> Option<T>) -> Option<T> {
        let mut groups = vec![self];
        let mut known = FxHashSet::default();
        let mut at = 0;
        while let Some(group) = groups.get(at).copied() {
            at += 1;
            if known.insert(group.0.id)
                && let Some(found) = step(group, &mut groups)
            {
                return Some(found);
            }
        }
        None
    }

    /// An entitlement that the group itself sets.
    fn entitlement(self) -> Option<Place> {
        let mut fields = ENTITLEMENTS.iter().map(|name| self.0.field(name));
        fields.find(|field| field.bool() == Attr::Known(true)).map(|field| field.key_place())
    }

    /// Whether everyone whom this stack puts into it is a service principal. No member is False.
    pub fn holds_service_principals_only(self) -> (Tri, Option<Cause>) {
        if let Some(known) = self.0.world().estate().nests().holds_machines_only(self.0) {
            return known;
        }
        let mut all = Holds::default();
        self.walk(|group, inner| {
            let own = group.inside(inner);
            all.others |= own.others;
            all.machines |= own.machines;
            all.unknown = all.unknown.take().or(own.unknown);
            all.others.then_some(())
        });
        all.answer()
    }

    /// Whom this stack puts into the group itself, and the groups of this stack among them.
    pub(super) fn inside(self, groups: &mut Vec<Self>) -> Holds {
        let (members, unknown) = self.named_members().into_parts();
        let mut holds = Holds { unknown, ..Holds::default() };
        for member in members.into_iter().map(GroupMember::member) {
            let cause = match member.kind {
                PrincipalKind::ServicePrincipal => {
                    holds.machines = true;
                    continue;
                }
                PrincipalKind::Person | PrincipalKind::AccountUsers => {
                    holds.others = true;
                    continue;
                }
                PrincipalKind::Group => {
                    let found = member.node.and_then(Self::of);
                    let made = found.and_then(Self::made);
                    if let Some(inner) = made.or(found).filter(|inner| inner.is_made_here().is_true()) {
                        groups.push(inner);
                        continue;
                    }
                    let looked_up = found.filter(|_| made.is_none());
                    let Some(cause) = looked_up.and_then(|found| found.may_find_service_principals(self))
                    else {
                        holds.others = true;
                        continue;
                    };
                    cause
                }
                PrincipalKind::Unknown(cause) => cause,
                PrincipalKind::CurrentUser => {
                    let subject = member.field.path().to_string();
                    let text = "who runs Terraform can be a person or a service principal";
                    Cause::new(CauseKind::DataSource, subject, text)
                }
            };
            holds.unknown = holds.unknown.or(Some(cause));
        }
        if !holds.others && holds.unknown.is_none() {
            // People who may be in it change nothing where no service principal is.
            let counts = |member: GroupMember<'w>| holds.machines || !member.member().kind.is_of_people();
            let mut possible = self.possible_members().filter(|(member, _)| counts(*member));
            holds.unknown = possible.next().map(|(_, cause)| cause);
        }
        holds
    }
}

/// The memberships that name a group as theirs.
fn memberships(group: Node<'_>) -> impl Iterator<Item = (Link<'_>, GroupMember<'_>)> {
    let members = group.incoming().filter_map(|link| Some((GroupMember::of(link.node)?, link)));
    let of_group =
        members.filter(|(_, link)| link.edge.from_path.0.first() == Some(&GroupMember::group_step()));
    of_group.map(|(member, link)| (link, member))
}

/// Groups that a data source may look up of which each is asked who is in it; among more there may be any.
const MANY: usize = 8;

/// Who is in a group.
#[derive(Clone, Debug, Default)]
pub(super) struct Holds {
    /// People, or groups of whom nobody here knows.
    pub(super) others: bool,
    /// Service principals.
    pub(super) machines: bool,
    /// Why it is not known who else.
    pub(super) unknown: Option<Cause>,
}

impl Holds {
    /// Whether all are service principals.
    pub(super) fn answer(self) -> (Tri, Option<Cause>) {
        match self.unknown {
            _ if self.others => (Tri::False, None),
            Some(cause) => (Tri::Unknown, Some(cause)),
            None => (Tri::from(self.machines), None),
        }
    }
}

/// Where roots give access to groups that they only name: by the workspace or account and the folded name, one place a root.
pub(crate) type GivenByName = FxHashMap<(String, String), Vec<(u32, Access)>>;

/// All of an estate. What hangs on a condition is possible.
pub(crate) fn given_by_name(estate: &Estate) -> GivenByName {
    let mut found = GivenByName::default();
    let world = World::new(estate);
    for graph in world.graphs() {
        let nodes = graph.graph.nodes().map(|(id, _)| graph.node(id));
        for node in nodes.filter(|node| Group::TYPES.contains(&node.type_name())) {
            let name = match Group(node).display_name().str() {
                _ if node.is_external() => node.address(),
                Attr::Known(name) if !node.is_managed() && Group(node).made().is_none() => name,
                _ => continue,
            };
            for link in node.incoming() {
                let gives = gives_access(&link);
                if gives.is_false() {
                    continue;
                }
                let place = link.node.place_at(link.edge.from_path.clone(), Part::Value);
                let access = Access { place, is_exact: link.is_exact() && gives.is_true() };
                let (workspace, account) = made_in(link.node);
                for place in [workspace, account].into_iter().flatten() {
                    let all = found.entry((place, folded(name))).or_default();
                    match all.last_mut().filter(|(stack, _)| *stack == graph.stack) {
                        Some((_, known)) if known.is_exact || !access.is_exact => {}
                        Some((_, known)) => *known = access.clone(),
                        None => all.push((graph.stack, access.clone())),
                    }
                }
            }
        }
    }
    found
}

/// Text for the workspace, and for the account, that something is made in, where that is written out: in all roots the same.
fn made_in(node: Node<'_>) -> (Option<String>, Option<String>) {
    let Some(provider) = Provider::of(node) else { return (None, None) };
    let is_workspace = || matches!(provider.level(), ProviderLevel::Workspace(_));
    let workspace = match securable::workspace_of(node) {
        Metastore::Workspace(key) if securable::names_workspace_as_text(node) && is_workspace() => {
            Some(key.to_string())
        }
        _ => None,
    };
    (workspace, provider.account_text().map(|id| format!("account {id}")))
}

/// A name as it is compared with others.
fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Whether it is the name of a group.
fn is_named(path: &Path) -> bool {
    matches!(path.0.as_slice(), [Step::Name(name)] if matches!(&name[..], "display_name" | "group_name"))
}

/// Whether a data source and a group of its stack, which a link joins by the name, are the same. Another provider
/// configuration can know another group by that name, and of another account or workspace it surely does.
fn is_looked_up(link: &Link<'_>, other: Node<'_>) -> Tri {
    let (edge, node) = (link.edge, link.node);
    let is_name = matches!(edge.kind, EdgeKind::Reference | EdgeKind::NaturalKey);
    let named = is_name && is_named(&edge.from_path) && is_named(&edge.to_path);
    if !named || access::is_apart(node, other).is_true() {
        return Tri::False;
    }
    let referred = edge.kind == EdgeKind::Reference;
    let sure = link.is_exact() && (referred || lookup::share_provider(node, other));
    Tri::from(sure).or(Tri::Unknown)
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

/// The group of the admins of a workspace (Databricks, "System groups").
const ADMINS: &str = "admins";

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

/// Whether what has the name of a group is surely made in another account, or in another workspace: it names another group.
fn names_another(link: &Link<'_>, group: Node<'_>) -> bool {
    link.edge.kind == EdgeKind::NaturalKey && access::is_apart(link.node, group).is_true()
}

/// Whether what refers to a group gives it access: a grant and the like, or an object that it owns. Entitlements that are
/// all refused, and no privileges, are none. What is granted on a share is a recipient's.
fn gives_access(link: &Link<'_>) -> Tri {
    let names = matches!(link.edge.kind, EdgeKind::Reference | EdgeKind::Part | EdgeKind::NaturalKey);
    let owner = matches!(link.edge.from_path.0.as_slice(), [Step::Name(name)] if &**name == "owner");
    let type_name = link.node.type_name();
    if !names || !owner && !ACCESS.contains(&type_name) {
        return Tri::False;
    }
    match type_name {
        "databricks_entitlements" => {
            let given = ENTITLEMENTS.iter().map(|name| match link.node.field(name).bool() {
                Attr::Known(given) => Tri::from(given),
                Attr::Absent => Tri::False,
                Attr::Unknown(_) => Tri::Unknown,
            });
            given.fold(Tri::False, Tri::or)
        }
        Grants::SINGLE | Grants::TYPE => {
            let (grants, _) = Grants(link.node).entries().into_parts();
            let is_it = |grant: &&Grant<'_>| grant.0.field("principal").path() == link.edge.from_path;
            let found = grants.iter().find(is_it);
            let other = match link.node.field("share").is_set() {
                Tri::False => Tri::True,
                _ if Securable::unclear_of_grant(link.node).is_none() => Tri::False,
                _ => Tri::Unknown,
            };
            other.and(Tri::from(!found.is_some_and(|grant| grant.gives_nothing().is_true())))
        }
        _ => Tri::True,
    }
}
