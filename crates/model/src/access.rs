//! Who holds which privilege on what, with its derivation.
//!
//! Grants of both resource types are united; groups are followed through memberships; `account users` holds
//! everyone; privileges flow from catalog to schema to object; an owner has everything at the level that it
//! owns and nothing above or below. What the identity provider or another root may add is Unknown.
//!
//! Sources: Unity Catalog privilege reference; provider `docs/resources/grants.md`.

use std::borrow::Cow;
use std::sync::OnceLock;

use bricklint_findings::Sorting;
use bricklint_findings::cause::{Cause, CauseKind, DecidedBy};
use bricklint_lang::tri::{self, Tri};
use bricklint_lang::value::Value;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::databricks::grants::{Grant, Grants};
use crate::databricks::group::Group;
use crate::databricks::group_member::GroupMember;
use crate::databricks::policy_info::PolicyInfo;
use crate::databricks::principal::{Principal, PrincipalKind};
use crate::databricks::provider::{self, Provider, ProviderLevel};
use crate::databricks::service_principal::ServicePrincipal;
use crate::databricks::user::User;
use crate::estate::Estate;
use crate::graph::NodeId;
use crate::instance::Mode;
use crate::lookup;
use crate::place::Place;
use crate::placeholder::is_placeholder;
use crate::securable::{self, Metastore, NameKey, Securable, SecurableType};
use crate::view::{Field, GraphView, Node, World};

/// `ALL_PRIVILEGES`: every privilege that applies, except [`NOT_IN_ALL`].
pub const ALL_PRIVILEGES: &str = "ALL_PRIVILEGES";

/// Privileges that `ALL_PRIVILEGES` does not include (privilege reference, `ALL PRIVILEGES`).
pub const NOT_IN_ALL: &[&str] = &["EXTERNAL_USE_LOCATION", "EXTERNAL_USE_SCHEMA", "MANAGE", "READ_METADATA"];

/// Privileges that even an owner needs a grant for (privilege reference, `EXTERNAL USE SCHEMA`).
const NOT_BY_OWNERSHIP: &[&str] = &["EXTERNAL_USE_LOCATION", "EXTERNAL_USE_SCHEMA"];

/// What a privilege needs on the containers before it can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// `USE_CATALOG` on the catalog.
    Catalog,
    /// `USE_CATALOG` on the catalog, and `USE_SCHEMA` on the schema or the catalog.
    Schema,
}

/// Privileges that act inside a catalog: what they need when granted on a catalog, and when granted on a
/// schema or on something in one (privilege reference, one section a privilege). `BROWSE` needs nothing.
const ACTING: &[(&str, Needs, Needs)] = &[
    (ALL_PRIVILEGES, Needs::Nothing, Needs::Schema),
    ("APPLY_TAG", Needs::Catalog, Needs::Schema),
    ("CREATE", Needs::Catalog, Needs::Schema),
    ("CREATE_FUNCTION", Needs::Schema, Needs::Schema),
    ("CREATE_MATERIALIZED_VIEW", Needs::Schema, Needs::Schema),
    ("CREATE_MODEL", Needs::Schema, Needs::Schema),
    ("CREATE_MODEL_VERSION", Needs::Schema, Needs::Schema),
    ("CREATE_SCHEMA", Needs::Catalog, Needs::Nothing),
    ("CREATE_TABLE", Needs::Schema, Needs::Schema),
    ("CREATE_VOLUME", Needs::Schema, Needs::Schema),
    ("EXECUTE", Needs::Schema, Needs::Schema),
    ("EXTERNAL_USE_SCHEMA", Needs::Schema, Needs::Schema),
    ("MANAGE", Needs::Nothing, Needs::Schema),
    ("MODIFY", Needs::Schema, Needs::Schema),
    ("READ_VOLUME", Needs::Schema, Needs::Schema),
    ("REFRESH", Needs::Schema, Needs::Schema),
    ("SELECT", Needs::Schema, Needs::Schema),
    ("WRITE_VOLUME", Needs::Schema, Needs::Schema),
];

/// What a privilege on a securable of this type needs.
pub fn needs(kind: SecurableType, privilege: &str) -> Needs {
    let found = ACTING.iter().find(|(name, ..)| *name == privilege);
    match (kind, found) {
        (SecurableType::Catalog, Some((_, catalog, _))) => *catalog,
        (kind, Some((.., below))) if kind.levels() > 1 => *below,
        _ => Needs::Nothing,
    }
}

/// Privileges on what something is in, which others need.
const PARENTS: [&str; 2] = ["USE_CATALOG", "USE_SCHEMA"];

/// An instance of some stack.
type Ref = (u32, NodeId);

/// The text by which a principal is looked up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum IdentityKey {
    Name(NameKey),
    Node(Ref),
}

/// Who a principal is.
#[derive(Clone, Debug)]
pub struct Identity {
    kind: PrincipalKind,
    /// Folded e-mail address, application id or display name.
    name: Option<Value>,
    /// What declares it.
    node: Option<Ref>,
    managed: bool,
    /// Whether its name is the id that it will get when it is made.
    given: bool,
    /// Whether it is looked up and does not show its name, where others are looked up by other arguments.
    otherwise: bool,
    stack: u32,
}

impl Identity {
    /// The identity of a principal that is named, or referred to by its id.
    pub fn of(principal: &Principal<'_>, by_name: bool) -> Self {
        let graph = principal.field.node.graph();
        let node = principal.node.map(|node| lookup::first(node).unwrap_or(node));
        let own = node.and_then(|node| {
            if Group::of(node).is_some() {
                return Group(node).display_name().value();
            }
            if User::of(node).is_some() {
                return User(node).user_name().value();
            }
            // What a plan knows of who is there already tells it from others.
            let known = |name| node.effective(name).value().filter(|value| value.as_str().is_some());
            match ServicePrincipal::of(node) {
                Some(sp) => sp.application_id().value().or_else(|| known("application_id")),
                None => known("user_name").filter(|_| principal.kind == PrincipalKind::CurrentUser),
            }
        });
        let is_own = |node: Node<'_>| node.type_name().starts_with("databricks_");
        let named = by_name && !node.is_some_and(is_own);
        let name = own.or_else(|| principal.field.value().filter(|_| named));
        let name = name.filter(|name| !name.is_null()).map(|name| securable::resolve(graph, name, 0));
        Self {
            kind: principal.kind.clone(),
            otherwise: name.is_none() && node.is_some_and(lookup::is_looked_up_otherwise),
            name,
            node: node.map(|node| (node.graph().stack, node.id)),
            managed: node.is_some_and(Node::is_managed),
            given: node.is_some_and(|node| {
                node.is_managed()
                    && ServicePrincipal::of(node).is_some_and(|sp| sp.application_id().is_set().is_false())
            }),
            stack: graph.stack,
        }
    }

    fn key(&self) -> Option<IdentityKey> {
        let name = self.name.as_ref().and_then(securable::name_key).map(IdentityKey::Name);
        name.or_else(|| self.node.map(IdentityKey::Node))
    }

    /// The texts by which it is looked up whatever conditions hold.
    fn keys(&self) -> Vec<IdentityKey> {
        let mut keys: Vec<IdentityKey> = self.key().into_iter().collect();
        if let ([IdentityKey::Node(_)], Some(name)) = (keys.as_slice(), &self.name) {
            add_cases(name, &mut keys);
        }
        keys
    }

    /// Whether its name is known, or that it is another than every one that is written here.
    fn is_named(&self) -> bool {
        self.given || self.name.as_ref().is_some_and(|name| name.as_str().is_some())
    }

    /// Whether others can be it whose keys are others: its name is not known, and is not the id that what is made
    /// here will get. What does not show its name is itself alone.
    fn is_vague(&self) -> bool {
        let Some(name) = &self.name else { return self.node.is_none() };
        let is_given = self.managed && name.cause().is_some_and(|cause| cause.kind == CauseKind::AfterApply);
        name.as_str().is_none() && !is_given
    }

    /// Whether two are the same principal.
    pub fn equals(&self, other: &Self) -> Tri {
        if self.node.is_some() && self.node == other.node {
            return Tri::True;
        }
        let open =
            |kind: &PrincipalKind| matches!(kind, PrincipalKind::Unknown(_) | PrincipalKind::CurrentUser);
        if !open(&self.kind) && !open(&other.kind) && self.kind != other.kind {
            return Tri::False;
        }
        // Whoever runs Terraform is no group.
        let is_group =
            |kind: &PrincipalKind| matches!(kind, PrincipalKind::Group | PrincipalKind::AccountUsers);
        let is_caller = |kind: &PrincipalKind| *kind == PrincipalKind::CurrentUser;
        if is_caller(&self.kind) && is_group(&other.kind) || is_group(&self.kind) && is_caller(&other.kind) {
            return Tri::False;
        }
        if self.kind == PrincipalKind::CurrentUser && other.kind == PrincipalKind::CurrentUser {
            return Tri::from(self.stack == other.stack).or(Tri::Unknown);
        }
        // Two that are made here are two, also where one is made for an id that is written out. A literal id can be that of
        // one which was made already.
        let is_new = |one: &Self| one.given && one.name.as_ref().is_none_or(Value::is_unknown);
        if self.managed && other.managed && (is_new(self) || is_new(other)) {
            return Tri::False;
        }
        match (&self.name, &other.name) {
            (Some(a), Some(b)) => tri::equals(a, b),
            _ => Tri::Unknown,
        }
    }
}

/// Adds the keys of all cases of a name.
fn add_cases(name: &Value, keys: &mut Vec<IdentityKey>) {
    match name.as_unknown().and_then(|unknown| unknown.cases.as_deref()) {
        Some(cases) => [&cases.yes, &cases.no].into_iter().for_each(|case| add_cases(case, keys)),
        None => keys.extend(securable::name_key(name).map(IdentityKey::Name)),
    }
}

/// What is known of one securable.
#[derive(Debug)]
struct Entry {
    metastore: Metastore,
    name: Value,
    /// Whether no condition can change the name.
    settled: bool,
    sets: Vec<Set>,
    singles: Vec<Ref>,
    /// Those of them that may give each of [`PARENTS`].
    giving: [Vec<Ref>; 2],
    /// Singles by their principals.
    by_principal: FxHashMap<IdentityKey, Vec<Ref>>,
    /// Singles whose principals are not known.
    vague: Vec<Ref>,
    declared: Vec<Ref>,
    /// Entries that are or may be the same, found when first asked for.
    matches: OnceLock<Vec<(u32, Tri)>>,
}

/// A resource that manages all grants on a securable.
#[derive(Debug)]
struct Set {
    place: Ref,
    /// What it grants, where that is wholly known and hangs on no condition; found when first asked for.
    grants: OnceLock<Option<Box<[KnownGrant]>>>,
}

/// A grant that hangs on nothing.
#[derive(Debug)]
struct KnownGrant {
    to: Identity,
    privileges: Box<[String]>,
}

impl Set {
    fn grants(&self, estate: &Estate) -> Option<&[KnownGrant]> {
        self.grants.get_or_init(|| known_grants(estate, self.place)).as_deref()
    }
}

/// The grants of a resource, if they are the same in every world.
fn known_grants(estate: &Estate, place: Ref) -> Option<Box<[KnownGrant]>> {
    let world = World::new(estate);
    let (entries, more) = Grants(world.node(place)?).entries().into_parts();
    let mut known = Vec::with_capacity(entries.len());
    for grant in entries {
        let (names, more) = grant.privilege_names().into_parts();
        let to = Identity::of(&grant.principal(), true);
        if more.is_some() || to.name.as_ref().and_then(Value::as_str).is_none() {
            return None;
        }
        known.push(KnownGrant { to, privileges: names.into_iter().map(|(name, _)| name).collect() });
    }
    (more.is_none() && world.seen().is_empty()).then(|| known.into())
}

/// Where names of one type are unique.
type Namespace = (SecurableType, Metastore);

/// Grants, declarations and memberships of an estate, by what they are about.
#[derive(Debug, Default)]
pub struct AccessIndex {
    entries: Vec<Entry>,
    by_identity: FxHashMap<(SecurableType, Metastore, NameKey), u32>,
    /// Entries by name, in all metastores.
    by_key: FxHashMap<(SecurableType, NameKey), Vec<u32>>,
    /// Entries of a metastore by the unknown parts of their names; `""` for none.
    by_holes: FxHashMap<Namespace, Vec<(String, Vec<u32>)>>,
    /// Schemas by the names of their catalogs.
    schemas: FxHashMap<NameKey, Vec<u32>>,
    /// Who can be in the groups that are made here, where that hangs on no condition; found when first asked for.
    insides: FxHashMap<Ref, OnceLock<Option<Inside>>>,
    /// Grant resources that name more than one securable.
    unclear: FxHashSet<Ref>,
    /// Schemas of which it is not known in which catalog they are.
    open_schemas: Vec<u32>,
    /// Memberships by the member.
    memberships: FxHashMap<IdentityKey, Vec<Ref>>,
    /// Memberships whose member is not known, with what is known of it where that hangs on no condition.
    vague_memberships: Vec<(Ref, Option<Identity>)>,
    /// Policies by attributes.
    policies: Vec<Ref>,
}

/// Types that the index is made of.
pub fn indexed_types() -> impl Iterator<Item = &'static str> {
    Grants::TYPES
        .iter()
        .copied()
        .chain(securable::declaring_types())
        .chain(GroupMember::TYPES.iter().copied())
}

/// The metastores of provider configurations, by stack and index.
pub(crate) fn metastores(estate: &Estate) -> Vec<Vec<Metastore>> {
    let world = World::new(estate);
    world
        .graphs()
        .map(|graph| {
            (0..graph.graph.stack.providers.len())
                .map(|index| securable::metastore_of_provider(graph, index as u32))
                .collect()
        })
        .collect()
}

impl AccessIndex {
    /// The index of an estate.
    pub(crate) fn build(estate: &Estate) -> Self {
        let world = World::new(estate);
        let mut index = Self::default();
        // Most securables are declared here or have one resource with grants.
        let named = |graph: GraphView<'_>| -> usize {
            indexed_types().map(|of| graph.graph.instances_of(Mode::Managed, of).len()).sum()
        };
        let room = world.graphs().map(named).sum::<usize>() / 2;
        index.entries.reserve(room);
        index.by_identity.reserve(room);
        index.by_key.reserve(room);
        for graph in world.graphs() {
            for type_name in Grants::TYPES {
                for node in graph.possible(Mode::Managed, type_name) {
                    let all = Securable::all_of_grant(node);
                    if all.len() > 1 {
                        index.unclear.insert((graph.stack, node.id));
                    }
                    for (securable, _) in all {
                        index.add_grants(node, &securable);
                    }
                }
            }
            for type_name in securable::declaring_types() {
                for node in graph.possible(Mode::Managed, type_name) {
                    let Some(securable) = Securable::declared(node) else { continue };
                    let at = index.entry(&securable);
                    if let Some(entry) = index.entries.get_mut(at as usize) {
                        entry.declared.push((graph.stack, node.id));
                    }
                }
            }
            for type_name in Group::TYPES {
                let groups = graph.possible(Mode::Managed, type_name);
                index.insides.extend(groups.map(|node| ((graph.stack, node.id), OnceLock::new())));
            }
            let policies = graph.possible(Mode::Managed, PolicyInfo::TYPE);
            index.policies.extend(policies.map(|node| (graph.stack, node.id)));
            for type_name in GroupMember::TYPES {
                for node in graph.possible(Mode::Managed, type_name) {
                    let place = (graph.stack, node.id);
                    world.forget();
                    let member = member_of(node);
                    let keys = member.keys();
                    if keys.is_empty() {
                        let settled = world.seen().is_empty().then_some(member);
                        index.vague_memberships.push((place, settled));
                    }
                    for key in keys {
                        index.memberships.entry(key).or_default().push(place);
                    }
                }
            }
        }
        index
    }

    fn add_grants(&mut self, node: Node<'_>, securable: &Securable<'_>) {
        let at = self.entry(securable);
        let Some(entry) = self.entries.get_mut(at as usize) else { return };
        let place = (node.graph().stack, node.id);
        if Grants(node).is_authoritative() {
            entry.sets.push(Set { place, grants: OnceLock::new() });
            return;
        }
        entry.singles.push(place);
        let (grants, more) = Grants(node).entries().into_parts();
        for (giving, privilege) in entry.giving.iter_mut().zip(PARENTS) {
            if more.is_some() || grants.iter().any(|grant| !gives(grant, privilege).0.is_false()) {
                giving.push(place);
            }
        }
        let identity = Identity::of(&Principal::named(node.field("principal")), true);
        if identity.is_vague() || identity.otherwise {
            entry.vague.push(place);
        }
        for key in identity.keys() {
            entry.by_principal.entry(key).or_default().push(place);
        }
    }

    fn entry(&mut self, securable: &Securable<'_>) -> u32 {
        let key = securable.key();
        let full = key.clone().map(|key| (securable.kind, securable.metastore.clone(), key));
        if let Some(at) = full.as_ref().and_then(|full| self.by_identity.get(full)) {
            return *at;
        }
        let at = self.entries.len() as u32;
        if let Some(full) = full {
            self.by_identity.insert(full, at);
        }
        self.entries.push(Entry {
            metastore: securable.metastore.clone(),
            name: securable.name.clone(),
            settled: key.is_some(),
            sets: Vec::new(),
            singles: Vec::new(),
            giving: Default::default(),
            by_principal: FxHashMap::default(),
            vague: Vec::new(),
            declared: Vec::new(),
            matches: OnceLock::new(),
        });
        let place = (securable.kind, securable.metastore.clone());
        let (buckets, holes) = (self.by_holes.entry(place).or_default(), holes(key.as_ref()));
        match buckets.iter_mut().find(|(other, _)| *other == holes) {
            Some((_, entries)) => entries.push(at),
            None => buckets.push((holes, vec![at])),
        }
        if securable.kind == SecurableType::Schema {
            let catalog = securable.catalog().and_then(|catalog| catalog.key());
            if !matches!(catalog, Some(NameKey::Text(_))) {
                self.open_schemas.push(at);
            }
            if let Some(catalog) = catalog {
                self.schemas.entry(catalog).or_default().push(at);
            }
        }
        if let Some(key) = key {
            self.by_key.entry((securable.kind, key)).or_default().push(at);
        }
        at
    }

    /// Entries that are or may be a securable.
    fn matching(&self, securable: &Securable<'_>) -> Matching<'_> {
        let key = securable.key();
        let (own, key) = match key {
            Some(key) => {
                let full = (securable.kind, securable.metastore.clone(), key);
                let own = self.by_identity.get(&full).and_then(|at| self.entries.get(*at as usize));
                (own, Some(full.2))
            }
            None => (None, None),
        };
        let found = match own {
            Some(entry) => {
                Cow::Borrowed(&**entry.matches.get_or_init(|| self.search(securable, key.as_ref())))
            }
            None => Cow::Owned(self.search(securable, key.as_ref())),
        };
        Matching { index: self, found }
    }

    fn search(&self, securable: &Securable<'_>, key: Option<&NameKey>) -> Vec<(u32, Tri)> {
        let mut out = Vec::new();
        if let Some(key) = key {
            let named = self.by_key.get(&(securable.kind, key.clone()));
            for at in named.into_iter().flatten() {
                let Some(entry) = self.entries.get(*at as usize) else { continue };
                let same = entry.metastore.equals(&securable.metastore);
                if !same.is_false() {
                    out.push((*at, same));
                }
            }
        }
        let Some(buckets) = self.by_holes.get(&(securable.kind, securable.metastore.clone())) else {
            return out;
        };
        // Names with the same unknown parts are equal when their texts are; those were looked up.
        let own = holes(key);
        let mut possible = 0;
        for at in buckets.iter().filter(|(other, _)| key.is_none() || *other != own).flat_map(|(_, at)| at) {
            let Some(entry) = self.entries.get(*at as usize) else { continue };
            let same = tri::equals(&entry.name, &securable.name);
            if same.is_false() {
                continue;
            }
            if same.is_unknown() {
                possible += 1;
                if possible > MAX_POSSIBLE {
                    continue;
                }
            }
            out.push((*at, same));
        }
        out
    }
}

/// Entries, and whether each is the securable that was looked for.
struct Matching<'i> {
    index: &'i AccessIndex,
    found: Cow<'i, [(u32, Tri)]>,
}

impl<'i> Matching<'i> {
    fn iter(&self) -> impl Iterator<Item = (&'i Entry, Tri)> {
        let index = self.index;
        self.found.iter().filter_map(|(at, same)| Some((index.entries.get(*at as usize)?, *same)))
    }
}

/// Possible matches of one name that are looked at: one is enough to say that it cannot be told.
const MAX_POSSIBLE: usize = 64;

/// The unknown parts of a name.
fn holes(key: Option<&NameKey>) -> String {
    match key {
        None => "?".to_owned(),
        Some(NameKey::Text(_)) => String::new(),
        Some(NameKey::Symbolic(text)) => {
            let holes: Vec<&str> = text.split('\u{1}').skip(1).step_by(2).collect();
            holes.join("\u{1}")
        }
    }
}

/// A grant resource on a securable, and how certain that is.
#[derive(Clone, Debug)]
pub struct OnSecurable<'w> {
    /// The resource.
    pub grants: Grants<'w>,
    /// Whether it is on this securable and exists.
    pub certain: Tri,
    /// Why it is not certain.
    pub cause: Option<Cause>,
}

/// How a grant resource found in the index is about a securable in this world.
fn about<'w>(
    world: &'w World<'w>,
    place: Ref,
    entry: &Entry,
    same: Tri,
    securable: &Securable<'w>,
) -> Option<OnSecurable<'w>> {
    let stack = securable.node.graph().stack;
    if !world.estate().comparable(stack, place.0) {
        return None;
    }
    let node = world.node(place)?;
    let exists = node.exists_beside(securable.node);
    if exists.is_false() {
        return None;
    }
    let mut cause = node.uncertainty().filter(|_| exists.is_unknown());
    let same = if entry.settled {
        same
    } else {
        let mut all = Securable::all_of_grant(node).into_iter();
        let (theirs, _) = all.find(|(theirs, _)| theirs.kind == securable.kind)?;
        let same = theirs.equals(securable);
        if same.is_unknown() {
            cause = cause.or_else(|| theirs.name.cause().cloned());
        }
        same
    };
    if same.is_false() {
        return None;
    }
    let may_be_unclear = world.estate().access().unclear.contains(&place);
    let unclear = if may_be_unclear { Securable::unclear_of_grant(node) } else { None };
    let certain = same.and(exists).and(if unclear.is_some() { Tri::Unknown } else { Tri::True });
    if certain.is_unknown() {
        cause = cause.or(unclear.map(|(_, cause)| cause));
        let other = || Some(&entry.name).and_then(Value::cause).or_else(|| securable.name.cause()).cloned();
        cause = cause.or_else(other).or_else(|| {
            let text = "two provider configurations may lead to different metastores";
            let cause = Cause::new(CauseKind::NotVisibleHere, "the metastore", text);
            let hides = || [stack, place.0].into_iter().any(|at| world.estate().hides_assignments(at));
            // The source says what a plan alone does not.
            let unsaid = entry.metastore.may_be_unsaid(&securable.metastore, hides);
            Some(if unsaid { cause.decided_by(DecidedBy::Source) } else { cause })
        });
    }
    Some(OnSecurable { grants: Grants(node), certain, cause })
}

/// The first resource before this one, by stack and address, that manages grants on the securable beside it, otherwise the
/// first that may: all of them, or, where this one is about one principal, those of that principal. What is asked of the
/// metastore of another one, with its stack, is whether it is the same.
pub fn earlier_on<'w>(
    securable: &Securable<'w>,
    mine: Grants<'w>,
    in_one_metastore: impl Fn(&Metastore, u32) -> Tri,
) -> Option<OnSecurable<'w>> {
    let world = securable.node.world();
    let index = world.estate().access();
    let end = (mine.0.graph().stack, mine.0.id);
    let named = (!mine.is_authoritative()).then(|| Principal::named(mine.0.field("principal")));
    let principal = named.as_ref().map(|named| Identity::of(named, true));
    let key = principal.as_ref().and_then(Identity::key);
    let matching = index.matching(securable);
    let sets = matching.iter().map(|found| (found, true));
    let mut possible = None;
    for ((entry, same), sets) in sets.chain(matching.iter().map(|found| (found, false))) {
        let places: Box<dyn Iterator<Item = Ref>> = match &principal {
            _ if sets => Box::new(entry.sets.iter().map(|set| set.place)),
            None => Box::new(entry.singles.iter().copied()),
            Some(principal) => {
                let known = key.as_ref().and_then(|key| entry.by_principal.get(key)).into_iter().flatten();
                let is_open = principal.is_vague() || principal.otherwise;
                let others = if is_open { &entry.singles } else { &entry.vague };
                let mut places: Vec<Ref> = known.chain(others.iter().take(MAX_POSSIBLE)).copied().collect();
                places.put_in_order();
                Box::new(places.into_iter())
            }
        };
        let before = places.take_while(|place| *place < end);
        for place in before.filter(|place| world.estate().rival(end.0, place.0)) {
            // Of many provider configurations, most are told apart by what they lead to, which no condition changes here.
            if !world.assumes() && in_one_metastore(&entry.metastore, place.0).is_false() {
                continue;
            }
            let Some(mut on) = about(world, place, entry, same, securable) else { continue };
            let Some((theirs, _)) = on.grants.securable() else { continue };
            on.certain = on.certain.and(in_one_metastore(&theirs.metastore, place.0));
            if let Some(principal) = principal.as_ref().filter(|_| !sets) {
                let theirs = Principal::named(on.grants.0.field("principal"));
                let mut same = Identity::of(&theirs, true).equals(principal);
                // What does not show its name is told from others by what it is looked up by.
                if let (Some(a), Some(b)) = (theirs.node, named.as_ref().and_then(|named| named.node))
                    && a.type_name() == b.type_name()
                    && !a.is_managed()
                    && !b.is_managed()
                    && lookup::same(a, b).is_false()
                {
                    same = Tri::False;
                }
                if same.is_unknown() {
                    let ours = || principal.name.as_ref().and_then(Value::cause).cloned();
                    let cause = theirs.field.cause().or_else(ours);
                    on.cause = on.cause.or(cause).or_else(|| Some(theirs.field.cause_or("principal")));
                }
                on.certain = on.certain.and(same);
            }
            match on.certain {
                Tri::True => return Some(on),
                Tri::Unknown => possible = possible.or(Some(on)),
                Tri::False => {}
            }
        }
    }
    possible
}

/// The answer to whether a principal holds a privilege.
#[derive(Clone, Debug)]
pub struct Holding<'w> {
    /// Whether it does, as far as what is visible says.
    pub answer: Tri,
    /// Whether everything that could say so is visible: each level has a closed set of all its grants, and the owner.
    pub closed: bool,
    /// Why it is not known whether all that is there, where it may be.
    pub may_close: Option<Cause>,
    /// Whether the owner alone is not visible.
    pub lacks_owner: bool,
    /// Why it is True: memberships, and the grant or the owner.
    pub derivation: Derivation<'w>,
    /// Why it is Unknown.
    pub causes: Vec<Cause>,
    /// The sets of grants that do not give it, and on what each is; a few of many.
    pub sets: Vec<(Securable<'w>, Node<'w>)>,
}

impl<'w> Holding<'w> {
    fn no() -> Self {
        Self {
            answer: Tri::False,
            closed: true,
            may_close: None,
            lacks_owner: false,
            derivation: Vec::new(),
            causes: Vec::new(),
            sets: Vec::new(),
        }
    }

    fn unknown(&mut self, cause: Cause) {
        if !self.answer.is_true() {
            self.answer = Tri::Unknown;
        }
        if self.causes.len() < MAX_CAUSES && !self.causes.contains(&cause) {
            self.causes.push(cause);
        }
    }

    fn yes(&mut self, derivation: Derivation<'w>) {
        if !self.answer.is_true() {
            self.answer = Tri::True;
            self.derivation = derivation;
        }
    }
}

/// Causes that one answer names.
const MAX_CAUSES: usize = 16;

/// Sets of grants on one securable that one answer names.
const MAX_SETS: usize = 16;

/// How something came about: one reason after the other.
pub type Derivation<'w> = Vec<Reason<'w>>;

/// A part of a derivation.
#[derive(Clone, Copy, Debug)]
pub struct Reason<'w> {
    /// The resource that says so.
    pub node: Node<'w>,
    /// What it says.
    pub what: What,
}

/// What a resource says of a principal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// It is a member.
    Member,
    /// It holds a privilege, by this one of the grants.
    Grant(usize),
    /// It is the owner.
    Owner,
    /// It owns what it applies.
    Applies,
}

impl Reason<'_> {
    /// What the place does.
    pub fn text(&self) -> &'static str {
        match self.what {
            What::Member => "this makes it a member",
            What::Grant(_) => "this gives the privilege",
            What::Owner => "this makes it the owner",
            What::Applies => "the identity that applies owns it",
        }
    }

    /// Where that is written.
    pub fn place(&self) -> Place {
        match self.what {
            What::Member | What::Applies => self.node.place(),
            What::Owner => self.node.field("owner").place(),
            What::Grant(at) => {
                let (grants, _) = Grants(self.node).entries().into_parts();
                grants.get(at).map_or_else(|| self.node.place(), |grant| grant.privileges().place())
            }
        }
    }
}

/// A group that a principal is in.
#[derive(Clone)]
struct Belongs<'w> {
    identity: Identity,
    certain: Tri,
    way: Derivation<'w>,
    cause: Option<Cause>,
}

/// A principal and the groups that it is in.
pub struct Holder<'w> {
    world: &'w World<'w>,
    stack: u32,
    /// What names it.
    asker: Node<'w>,
    itself: Identity,
    /// The principal first, then the groups, each with how certain the membership is and how it came about.
    all: Vec<Belongs<'w>>,
    keys: FxHashMap<IdentityKey, usize>,
    /// By stack and provider configuration, whether memberships through it are of another account or workspace.
    apart: FxHashMap<(u32, Option<u32>), Tri>,
    /// By which grants to all identities are looked up.
    everyone: IdentityKey,
}

/// Who the member of a membership is.
fn member_of(membership: Node<'_>) -> Identity {
    Identity::of(&GroupMember(membership).member(), false)
}

/// Groups that one principal can be in before the search ends.
const MAX_GROUPS: usize = 1000;

impl<'w> Holder<'w> {
    /// The principal that a grant names, with all groups that the estate puts it in. A circle of groups is
    /// walked once.
    pub fn new(principal: &Principal<'w>) -> Self {
        let world = principal.field.node.world();
        let itself = Identity::of(principal, true);
        let stack = principal.field.node.graph().stack;
        let mut holder = Self {
            world,
            stack,
            asker: principal.field.node,
            itself: itself.clone(),
            all: vec![Belongs { identity: itself.clone(), certain: Tri::True, way: Vec::new(), cause: None }],
            keys: FxHashMap::default(),
            apart: FxHashMap::default(),
            everyone: IdentityKey::Name(NameKey::Text(crate::databricks::principal::ACCOUNT_USERS.into())),
        };
        if let Some(key) = itself.key() {
            holder.keys.insert(key, 0);
        }
        holder.walk();
        holder
    }

    fn walk(&mut self) {
        let index = self.world.estate().access();
        let mut at = 0;
        let mut seen: FxHashSet<Ref> = FxHashSet::default();
        let estate = self.world.estate();
        let vague = index.vague_memberships.iter();
        let vague = vague.filter(|(place, _)| estate.comparable(self.stack, place.0));
        let mut vague: Vec<(Ref, bool, Cow<'_, Identity>)> = vague
            .filter_map(|(place, theirs)| {
                let found = match theirs {
                    Some(theirs) => Cow::Borrowed(theirs),
                    None => Cow::Owned(member_of(self.world.node(*place)?)),
                };
                Some((*place, theirs.is_some(), found))
            })
            .collect();
        while at < self.all.len() && self.all.len() < MAX_GROUPS {
            let Some(member) = self.all.get(at).cloned() else { break };
            at += 1;
            let known =
                member.identity.key().and_then(|key| index.memberships.get(&key)).into_iter().flatten();
            for place in known {
                if estate.comparable(self.stack, place.0) {
                    self.follow(*place, None, &member, &mut seen);
                }
            }
            for (place, _, theirs) in &vague {
                self.follow(*place, Some(theirs), &member, &mut seen);
            }
            // Nobody is known to be the member of these, so that once is enough.
            vague.retain(|(place, settled, _)| !settled || !seen.contains(place));
        }
    }

    /// Adds the group of one membership, if the member is in it; `theirs` is who that is, where it was found before.
    fn follow(
        &mut self,
        place: Ref,
        theirs: Option<&Identity>,
        member: &Belongs<'w>,
        seen: &mut FxHashSet<Ref>,
    ) {
        if !member.certain.is_true() && seen.contains(&place) {
            return;
        }
        let Some(node) = self.world.node(place) else { return };
        let membership = GroupMember(node);
        let mut same = match theirs {
            Some(theirs) => theirs.equals(&member.identity),
            None => member_of(node).equals(&member.identity),
        };
        // Groups of one name in two roots are one group only in one account.
        if place.0 != member.identity.stack {
            same = same.and(Tri::Unknown);
        }
        if same.is_false() {
            return;
        }
        let through = (place.0, node.instance().and_then(|instance| instance.provider));
        let asker = self.asker;
        let apart = *self.apart.entry(through).or_insert_with(|| is_apart(node, asker));
        let exists = node.exists_beside(self.asker);
        let certain = member.certain.and(same).and(exists).and(!apart);
        if certain.is_false() || !certain.is_true() && !seen.insert(place) {
            return;
        }
        let uncertain = || node.uncertainty().filter(|_| exists.is_unknown());
        let of_provider = || {
            let fields = ["host", "account_id"].map(|name| node.provider()?.field(name).cause());
            let mut both = [node, asker].into_iter().filter_map(Provider::of);
            let silent = || Some(both.find(|provider| !provider.says_account())?.account_cause());
            fields.into_iter().flatten().next().or_else(silent).filter(|_| apart.is_unknown())
        };
        let cause = member.cause.clone().or_else(uncertain).or_else(of_provider);
        let cause =
            cause.or_else(|| certain.is_unknown().then(|| membership.member().field.cause_or("member_id")));
        let mut way = member.way.clone();
        way.push(Reason { node, what: What::Member });
        let group = Belongs {
            identity: Identity::of(&membership.group(), false),
            certain,
            way,
            cause: cause.filter(|_| certain.is_unknown()),
        };
        let key = group.identity.key();
        let known = key.as_ref().and_then(|key| self.keys.get(key)).copied();
        match known.and_then(|at| self.all.get_mut(at)) {
            Some(existing) if existing.certain >= certain => {}
            Some(existing) => {
                *existing = group.clone();
                // What follows from it is certain now, too.
                self.all.push(group);
            }
            None => {
                if let Some(key) = key {
                    self.keys.insert(key, self.all.len());
                }
                self.all.push(group);
            }
        }
    }

    /// Whether what is given to `other` is given to this principal.
    fn is_in(&self, other: &Principal<'w>) -> (Tri, Derivation<'w>, Option<Cause>) {
        if other.kind == PrincipalKind::AccountUsers {
            return (Tri::True, Vec::new(), None);
        }
        let them = Identity::of(other, true);
        let mut answer = Tri::False;
        let mut cause = None;
        for Belongs { identity, certain, way, cause: why } in &self.all {
            let same = identity.equals(&them).and(*certain);
            if same.is_true() {
                return (Tri::True, way.clone(), None);
            }
            if same.is_unknown() {
                answer = Tri::Unknown;
                let unknown = |identity: &Identity| identity.name.as_ref().and_then(Value::cause).cloned();
                cause =
                    cause.or_else(|| why.clone()).or_else(|| unknown(&them)).or_else(|| unknown(identity));
            }
        }
        if answer.is_false() && self.itself.kind != PrincipalKind::AccountUsers {
            if let PrincipalKind::Unknown(cause) = &other.kind {
                return (Tri::Unknown, Vec::new(), Some(cause.clone()));
            }
            if other.kind == PrincipalKind::Group
                && let Some(cause) = self.may_be_inside(other)
            {
                return (Tri::Unknown, Vec::new(), Some(cause));
            }
        }
        if answer.is_unknown() && cause.is_none() {
            cause = Some(other.field.cause_or("principal"));
        }
        (answer, Vec::new(), cause)
    }

    /// Why it may be in a group though no membership says so.
    fn may_be_inside(&self, group: &Principal<'w>) -> Option<Cause> {
        let node =
            group.node.filter(|node| node.is_managed() && is_apart(*node, group.field.node).is_false());
        let Some(made) = node.and_then(Group::of) else { return Some(members_elsewhere(&group.field)) };
        let estate = self.world.estate();
        let place = (made.0.graph().stack, made.0.id);
        let settled = estate.access().insides.get(&place).and_then(|cell| {
            let find = || {
                let world = World::new(estate);
                let found = Inside::of(Group(world.node(place)?));
                world.seen().is_empty().then_some(found)
            };
            cell.get_or_init(find).as_ref()
        });
        let here: Inside;
        let inside = if let Some(settled) = settled {
            settled
        } else {
            here = Inside::of(made);
            &here
        };
        inside.others.clone().or_else(|| {
            let may_be = |identity: &&Identity| !identity.equals(&self.itself).is_false();
            let vague = inside.vague.iter().find(may_be)?;
            let cause = vague.name.as_ref().and_then(Value::cause).cloned();
            Some(cause.unwrap_or_else(|| members_elsewhere(&group.field)))
        })
    }

    /// Whether the principal holds a privilege on a securable.
    pub fn holds(&self, privilege: &str, securable: &Securable<'w>) -> Holding<'w> {
        let mut levels = vec![securable.clone()];
        if privilege != "USE_CATALOG" {
            let above = [securable.schema(), securable.catalog()];
            levels.extend(above.into_iter().flatten().filter(|level| level.kind != securable.kind));
        }
        let mut holding = Holding::no();
        if levels.len() < securable.kind.levels() && privilege != "USE_CATALOG" {
            holding.unknown(securable.cause());
        }
        // What is in a catalog is not its owner's.
        let below = privilege == "USE_SCHEMA" && securable.kind == SecurableType::Catalog;
        let by_owner = !below && !NOT_BY_OWNERSHIP.contains(&privilege);
        let owner = by_owner.then(|| self.owns(securable, &mut holding));
        if holding.answer.is_true() {
            return holding;
        }
        for level in &levels {
            if holding.answer.is_true() {
                break;
            }
            self.level(privilege, level, &mut holding);
        }
        self.by_policies(privilege, &levels, &mut holding);
        // What is looked up is made by another root, which alone says who owns it.
        if let Some((false, possible)) = owner
            && securable.is_looked_up()
        {
            holding.lacks_owner = holding.closed;
            holding.may_close = possible.filter(|_| holding.closed || holding.may_close.is_some());
            holding.closed = false;
        }
        holding
    }

    /// What policies by attributes on one of these may give: their conditions are not evaluated.
    fn by_policies(&self, privilege: &str, levels: &[Securable<'w>], holding: &mut Holding<'w>) {
        for place in &self.world.estate().access().policies {
            if !holding.answer.is_false() || !self.world.estate().comparable(self.stack, place.0) {
                continue;
            }
            let Some(node) = self.world.node(*place) else { continue };
            let policy = PolicyInfo(node);
            let is_on = |level: &Securable<'w>| {
                let kind = policy.on_securable_type().is_text(&level.kind.word().to_ascii_uppercase());
                let name = policy.on_securable_fullname();
                let name = name.value().map(|name| securable::resolve(node.graph(), name, 0));
                !kind.is_false() && !name.is_some_and(|name| tri::equals(&name, &level.name).is_false())
            };
            let is_possible = !node.exists_beside(self.asker).is_false()
                && !policy.gives(|name| gives_by_name(name, privilege)).is_false()
                && levels.iter().any(is_on);
            if !is_possible {
                continue;
            }
            let (principals, more) = policy.to_principals().into_parts();
            let is_to = |field: Field<'w>| !self.is_in(&Principal::named(field)).0.is_false();
            if more.is_some() || principals.into_iter().any(is_to) {
                let address = node.address();
                let text = format!("what `{address}` gives hangs on attributes, which are not evaluated");
                holding.unknown(Cause::new(CauseKind::Limit, address, text));
            }
        }
    }

    /// What the grants on one securable give.
    fn level(&self, privilege: &str, level: &Securable<'w>, holding: &mut Holding<'w>) {
        let index = self.world.estate().access();
        let (mut visible, mut possible, mut unsaid) = (false, None, None);
        let most = holding.sets.len() + MAX_SETS;
        let matching = index.matching(level);
        let mut looked_at = 0;
        for (entry, same) in matching.iter() {
            // What may be on it makes the answer unknown at most, for which a few are enough.
            looked_at += usize::from(entry.settled && same.is_unknown());
            if looked_at > MAX_POSSIBLE && entry.settled && same.is_unknown() && holding.answer.is_unknown() {
                continue;
            }
            for set in &entry.sets {
                let Some(on) = about(self.world, set.place, entry, same, level) else { continue };
                let certain = on.certain.is_true();
                // What others changed is left alone, so that there can be more.
                let left = on.grants.0.instance().is_some_and(|instance| instance.lifecycle.ignores_access);
                let known = set.grants(self.world.estate());
                if certain && !left {
                    visible |= known.is_some() || on.grants.entries().more().is_none();
                    if holding.sets.len() < most {
                        holding.sets.push((level.clone(), on.grants.0));
                    }
                } else if !certain
                    && let Some(cause) = &on.cause
                    && level.node.graph().stack == set.place.0
                    && (level.metastore.is_unsaid() || entry.metastore.is_unsaid())
                {
                    unsaid = unsaid.or_else(|| Some(cause.clone()));
                } else if !left {
                    possible = possible.or_else(|| on.cause.clone());
                }
                match known.and_then(|grants| self.gives(privilege, grants)) {
                    Some(Given::No) => {}
                    Some(Given::By(at, way)) if certain => {
                        let mut way = way.to_vec();
                        way.push(Reason { node: on.grants.0, what: What::Grant(at) });
                        holding.yes(way);
                    }
                    Some(Given::By(..)) | None => self.grants(privilege, &on, holding),
                }
            }
            if !entry.by_principal.is_empty() {
                let mine = self.keys.keys().chain(std::iter::once(&self.everyone));
                for place in mine.filter_map(|key| entry.by_principal.get(key)).flatten() {
                    if let Some(on) = about(self.world, *place, entry, same, level) {
                        self.grants(privilege, &on, holding);
                    }
                }
            }
            if holding.answer.is_true() {
                return;
            }
        }
        // What is left can only make it unknown: one is enough.
        for (entry, same) in matching.iter() {
            let at = PARENTS.iter().position(|parent| *parent == privilege);
            for place in at.and_then(|at| entry.giving.get(at)).unwrap_or(&entry.singles) {
                if holding.answer.is_false()
                    && let Some(on) = about(self.world, *place, entry, same, level)
                {
                    self.grants(privilege, &on, holding);
                }
            }
        }
        holding.closed &= visible;
        // Where all grants are known, others that may be on it and do not give it change nothing.
        if !visible {
            if let Some(cause) = unsaid {
                holding.unknown(cause);
            }
            holding.may_close = holding.may_close.take().or(possible);
        }
        if let Some(cause) = elsewhere(level.node, visible) {
            holding.unknown(cause);
        }
    }

    /// Whether what is known of a securable can give a privilege for sure.
    fn may_give(&self, privilege: &str, entry: &Entry) -> bool {
        let by_set = |set: &Set| {
            let known = set.grants(self.world.estate());
            known.is_none_or(|grants| matches!(self.gives(privilege, grants), Some(Given::By(..))))
        };
        !entry.settled
            || !entry.declared.is_empty()
            || entry.by_principal.contains_key(&self.everyone)
            || self.keys.keys().any(|key| entry.by_principal.contains_key(key))
            || entry.sets.iter().any(by_set)
    }

    /// What grants give that hang on nothing; none where it takes more to tell.
    fn gives(&self, privilege: &str, grants: &[KnownGrant]) -> Option<Given<'_, 'w>> {
        let gives = |name: &String| gives_by_name(name, privilege);
        let mut found = Some(Given::No);
        for (at, grant) in grants.iter().enumerate().filter(|(_, grant)| grant.privileges.iter().any(gives)) {
            if grant.to.kind == PrincipalKind::AccountUsers {
                return Some(Given::By(at, &[]));
            }
            let mut same = self.all.iter().filter(|group| group.certain.is_true());
            if let Some(group) = same.find(|group| group.identity.equals(&grant.to).is_true()) {
                return Some(Given::By(at, &group.way));
            }
            found = None;
        }
        found
    }

    /// What one grant resource gives.
    fn grants(&self, privilege: &str, on: &OnSecurable<'w>, holding: &mut Holding<'w>) {
        let (entries, more) = on.grants.entries().into_parts();
        for (at, grant) in entries.into_iter().enumerate() {
            let gives = gives(&grant, privilege);
            if gives.0.is_false() {
                continue;
            }
            let principal = grant.principal();
            let (is_in, mut way, why) = self.is_in(&principal);
            match gives.0.and(is_in).and(on.certain) {
                Tri::False => {}
                Tri::True => {
                    way.push(Reason { node: on.grants.0, what: What::Grant(at) });
                    holding.yes(way);
                    return;
                }
                Tri::Unknown => {
                    let cause = gives.1.filter(|_| gives.0.is_unknown());
                    let cause = cause.or(why).or_else(|| on.cause.clone());
                    holding.unknown(cause.unwrap_or_else(|| principal.field.cause_or("principal")));
                }
            }
        }
        if let Some(cause) = more {
            holding.unknown(cause);
        }
    }

    /// Ownership of the securable itself. Returns whether it is made here, and why that is not known where it may be.
    fn owns(&self, securable: &Securable<'w>, holding: &mut Holding<'w>) -> (bool, Option<Cause>) {
        let index = self.world.estate().access();
        let (mut made, mut possible) = (false, None);
        let mut looked_at = 0;
        for (entry, same) in index.matching(securable).iter() {
            looked_at += usize::from(same.is_unknown());
            if looked_at > MAX_POSSIBLE && same.is_unknown() && holding.answer.is_unknown() {
                continue;
            }
            for place in &entry.declared {
                if !self.world.estate().comparable(self.stack, place.0) {
                    continue;
                }
                let Some(node) = self.world.node(*place) else { continue };
                let certain = same.and(node.exists_beside(securable.node));
                made |= certain.is_true();
                if certain.is_unknown() {
                    let why = || node.uncertainty().or_else(|| entry.name.cause().cloned());
                    possible = possible.or_else(why);
                }
                self.owner(node, certain, holding);
            }
        }
        (made, possible)
    }

    fn owner(&self, node: Node<'w>, certain: Tri, holding: &mut Holding<'w>) {
        let written = node.field("owner");
        // The owner of an object that exists stays where none is written; whoever applied first is no group.
        let alone = !matches!(self.itself.kind, PrincipalKind::Group | PrincipalKind::AccountUsers);
        let kept = Some(node.effective("owner")).filter(|field| {
            alone && written.is_set().is_false() && field.value().is_some_and(Value::is_wholly_known)
        });
        let field = kept.unwrap_or(written);
        if !certain.is_false() && node.instance().is_some_and(|instance| instance.lifecycle.ignores_access) {
            let text = format!("`ignore_changes` leaves the owner of `{}` to others", node.address());
            let subject = format!("{}.owner", node.address());
            return holding.unknown(Cause::new(CauseKind::NotVisibleHere, subject, text));
        }
        if field.is_set().is_false() {
            // The identity that applies owns it. A principal that the same apply makes is another one.
            match &self.itself.kind {
                PrincipalKind::CurrentUser if certain.is_true() => {
                    holding.yes(vec![Reason { node, what: What::Applies }]);
                }
                PrincipalKind::Group | PrincipalKind::AccountUsers => {}
                _ if self.itself.managed => {}
                _ if certain.is_false() => {}
                _ => {
                    let text =
                        format!("`{}` sets no owner, so the identity that applies owns it", node.address());
                    holding.unknown(Cause::new(
                        CauseKind::AfterApply,
                        format!("{}.owner", node.address()),
                        text,
                    ));
                }
            }
            return;
        }
        let owner = Principal::named(field);
        let (is_in, mut way, why) = self.is_in(&owner);
        match is_in.and(certain) {
            Tri::False => {}
            Tri::True => {
                way.push(Reason { node, what: What::Owner });
                holding.yes(way);
            }
            Tri::Unknown => {
                holding.unknown(why.unwrap_or_else(|| field.cause_or("owner")));
            }
        }
    }

    /// Whether some schema of the catalog gives the principal `USE_SCHEMA` by its own grants or its owner.
    pub fn uses_a_schema_of(&self, catalog: &Securable<'w>) -> Holding<'w> {
        let index = self.world.estate().access();
        let mut holding = Holding::no();
        let Some(key) = catalog.key() else {
            holding.unknown(catalog.cause());
            return holding;
        };
        let known = index.schemas.get(&key).into_iter().flatten();
        let mut open: Vec<u32> = index.open_schemas.iter().copied().take(MAX_POSSIBLE).collect();
        if matches!(key, NameKey::Symbolic(_)) {
            let others = index.schemas.iter().filter(|(other, _)| **other != key);
            let mut others: Vec<u32> = others.flat_map(|(_, all)| all).copied().collect();
            others.put_in_order();
            open.extend(others.into_iter().take(MAX_POSSIBLE));
        }
        for at in known.chain(&open) {
            let Some(entry) = index.entries.get(*at as usize) else { continue };
            // Of many that may give it only one that does counts.
            if holding.causes.len() >= MAX_CAUSES && !self.may_give("USE_SCHEMA", entry) {
                continue;
            }
            let schema = Securable {
                kind: SecurableType::Schema,
                name: entry.name.clone(),
                metastore: entry.metastore.clone(),
                node: catalog.node,
            };
            let same = schema.catalog().map_or(Tri::Unknown, |its| its.equals(catalog));
            if same.is_false() {
                continue;
            }
            let mut there = Holding::no();
            self.owns(&schema, &mut there);
            self.level("USE_SCHEMA", &schema, &mut there);
            self.by_policies("USE_SCHEMA", std::slice::from_ref(&schema), &mut there);
            match there.answer.and(same) {
                Tri::True => return there,
                Tri::Unknown if there.causes.is_empty() => holding.unknown(schema.cause()),
                Tri::Unknown => there.causes.into_iter().for_each(|cause| holding.unknown(cause)),
                Tri::False => {}
            }
        }
        holding
    }
}

/// What grants give that hang on nothing.
enum Given<'h, 'w> {
    /// Nothing.
    No,
    /// The privilege, by this one of them, and how the principal comes to be who it is given to.
    By(usize, &'h [Reason<'w>]),
}

/// Whether a grant gives a privilege, and why that is not known.
fn gives(grant: &Grant<'_>, privilege: &str) -> (Tri, Option<Cause>) {
    let names = grant.privilege_names();
    let more = names.more().cloned();
    let given = names.any(|(name, _)| Tri::from(gives_by_name(name, privilege)));
    (given, more)
}

/// Whether what is granted by this name gives a privilege. `USAGE` is what `USE_CATALOG` and `USE_SCHEMA` were called
/// before.
fn gives_by_name(name: &str, privilege: &str) -> bool {
    name == privilege
        || name == ALL_PRIVILEGES && !NOT_IN_ALL.contains(&privilege)
        || name == "USAGE" && privilege.starts_with("USE_")
}

/// Who can be in a group, by itself or in groups in it, beside those whose names are known.
#[derive(Debug, Default)]
struct Inside {
    /// Why there can be others of whom no membership here says.
    others: Option<Cause>,
    /// Members whose names are not known.
    vague: Vec<Identity>,
}

impl Inside {
    fn of(group: Group<'_>) -> Self {
        let mut found = Self::default();
        let mut seen: FxHashSet<NodeId> = FxHashSet::default();
        let mut open = vec![group];
        while let Some(group) = open.pop() {
            if !seen.insert(group.0.id) {
                continue;
            }
            let (members, more) = group.members().into_parts();
            let others = match group.is_closed() {
                Tri::True => more,
                Tri::False => Some(members_elsewhere(&group.display_name())),
                Tri::Unknown => {
                    let field = group.external_id();
                    let set = if field.is_set().is_unknown() { field } else { group.0.field("force") };
                    Some(set.cause_or("force"))
                }
            };
            found.others = found.others.or(others);
            for member in members {
                let member = member.member();
                let identity = Identity::of(&member, false);
                match member.node.and_then(Group::of) {
                    Some(inner) if inner.0.is_managed() => open.push(inner),
                    _ if member.kind == PrincipalKind::Group => {
                        found.others = found.others.or_else(|| Some(members_elsewhere(&member.field)));
                    }
                    _ => {}
                }
                if !identity.is_named() {
                    found.vague.push(identity);
                }
            }
        }
        found
    }
}

fn members_elsewhere(group: &Field<'_>) -> Cause {
    let name = group.shown();
    let subject = name.trim_matches('`').to_owned();
    let text = format!("the members of {name} are not all known here");
    Cause::new(CauseKind::NotVisibleHere, subject, text)
}

/// Whether two nodes are of two accounts, or of two workspaces that have groups of their own. Nothing is made of a host that
/// one of them does not say, nor of an account where its root has no other.
pub(crate) fn is_apart(a: Node<'_>, b: Node<'_>) -> Tri {
    let (Some(mine), Some(theirs)) = (a.provider(), b.provider()) else { return Tri::False };
    if mine == theirs {
        return Tri::False;
    }
    let one_root = a.graph().stack == b.graph().stack;
    let account = |node: Node<'_>| {
        let id = |of: Node<'_>| {
            let id = of.field("account_id").value().filter(|id| !id.is_null())?;
            // Of two roots, what nobody has filled in says nothing.
            (one_root || id.as_str().is_some() && !provider::is_open_id(id)).then(|| id.clone())
        };
        let of_workspace = || {
            let workspace = provider::workspace_of(node)?.0;
            id(workspace).or_else(|| id(workspace.provider()?))
        };
        let id = node.provider().and_then(id).or_else(of_workspace)?;
        Some(securable::resolve(node.graph(), &id, 0))
    };
    let accounts = match (account(a), account(b)) {
        (Some(a), Some(b)) => !tri::equals(&a, &b),
        (None, None) => Tri::False,
        // Of several accounts in its root it may be of each.
        (mine, _) => {
            let silent = if mine.is_some() { b } else { a }.graph();
            if silent.world().estate().has_accounts(silent.stack) { Tri::Unknown } else { Tri::False }
        }
    };
    accounts.or(is_of_another_workspace(a, b))
}

/// Whether two nodes are made in two workspaces. One that is made in an account is in none.
fn is_of_another_workspace(a: Node<'_>, b: Node<'_>) -> Tri {
    let (mut hosts, mut known) = (Vec::new(), Tri::True);
    for node in [a, b] {
        let Some(provider) = Provider::of(node) else { return Tri::False };
        match provider.level() {
            ProviderLevel::Account(_) => return Tri::False,
            ProviderLevel::Workspace(_) => {}
            _ if provider.host().is_set().is_true() => known = Tri::Unknown,
            _ => return Tri::False,
        }
        hosts.push(securable::workspace_of(node));
    }
    // What is made here can be what is written out there.
    if securable::names_workspace_as_text(a) != securable::names_workspace_as_text(b) {
        known = Tri::Unknown;
    }
    let one_root = a.graph().stack == b.graph().stack;
    match hosts.as_slice() {
        [Metastore::Workspace(a), Metastore::Workspace(b)]
            if one_root || !(is_placeholder(a) || is_placeholder(b)) =>
        {
            known.and(Tri::from(a != b))
        }
        _ => Tri::False,
    }
}

/// Why grants, owners or members can exist in this stack that are not seen; who calls a module does not grant again what
/// that grants.
fn elsewhere(node: Node<'_>, visible: bool) -> Option<Cause> {
    let stack = &node.graph().graph.stack;
    if let Some(cause) = &stack.incomplete {
        return Some(cause.clone());
    }
    let holds = |names: &Option<Vec<std::sync::Arc<str>>>| {
        names
            .as_ref()
            .is_none_or(|names| names.iter().any(|name| name.split('_').next() == Some("databricks")))
    };
    if let Some(module) = stack.opaque.iter().find(|module| holds(&module.providers)) {
        return Some(module.cause.clone());
    }
    (stack.uncalled_module && !visible).then(|| {
        let text = "nothing calls this module, and its caller may grant more";
        Cause::new(CauseKind::NotVisibleHere, "the calling module", text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn privileges_need_the_containers_above_them() {
        for (kind, privilege, expected) in [
            (SecurableType::Table, "SELECT", Needs::Schema),
            (SecurableType::Table, "MANAGE", Needs::Schema),
            (SecurableType::Table, "ALL_PRIVILEGES", Needs::Schema),
            (SecurableType::Schema, "CREATE_TABLE", Needs::Schema),
            (SecurableType::Schema, "USE_SCHEMA", Needs::Nothing),
            (SecurableType::Catalog, "CREATE_SCHEMA", Needs::Catalog),
            (SecurableType::Catalog, "SELECT", Needs::Schema),
            (SecurableType::Catalog, "ALL_PRIVILEGES", Needs::Nothing),
            (SecurableType::Catalog, "BROWSE", Needs::Nothing),
            (SecurableType::Catalog, "USE_CATALOG", Needs::Nothing),
            (SecurableType::ExternalLocation, "READ_FILES", Needs::Nothing),
            (SecurableType::Share, "SELECT", Needs::Nothing),
        ] {
            assert_eq!(needs(kind, privilege), expected, "{privilege} on {kind:?}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_each_privilege_stands_once() {
        assert!(ACTING.is_sorted_by(|a, b| a.0 < b.0));
        assert!(NOT_IN_ALL.is_sorted());
    }
}
