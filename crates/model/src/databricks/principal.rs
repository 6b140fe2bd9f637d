//! Who a privilege, a membership or an assignment is given to.
//!
//! A literal is read as the provider's exporter reads it (`exporter/impl_uc.go`): a UUID is the application
//! id of a service principal, the shape of an e-mail address is a user, anything else is the display name
//! of a group. Addresses below `SERVICE_ACCOUNTS` are nobody's: they name service accounts of Google Cloud.

use bricklint_findings::cause::{Cause, CauseKind, DecidedBy};
use bricklint_lang::value::{Segment, Value};
use rustc_hash::FxHashSet;

use crate::graph::{Certainty, EdgeKind};
use crate::instance::Mode;
use crate::lookup;
use crate::place::{Path, Step};
use crate::stack::StackKind;
use crate::view::{Field, GraphView, Link, Node};

/// The group that all identities of an account are in.
pub const ACCOUNT_USERS: &str = "account users";

/// The domain of the addresses of service accounts: `NAME@PROJECT.iam.gserviceaccount.com`,
/// `NUMBER-compute@developer.gserviceaccount.com` (Google Cloud, "Types of service accounts").
const SERVICE_ACCOUNTS: &str = "gserviceaccount.com";

/// Kinds of principal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrincipalKind {
    /// A user.
    Person,
    /// A service principal.
    ServicePrincipal,
    /// A group.
    Group,
    /// All identities of the account.
    AccountUsers,
    /// Whoever runs Terraform: a person at a terminal, a service principal in a pipeline.
    CurrentUser,
    /// Not to be told.
    Unknown(Cause),
}

impl PrincipalKind {
    /// Whether it is a user, or all identities.
    pub(super) fn is_of_people(&self) -> bool {
        matches!(self, Self::Person | Self::AccountUsers)
    }
}

/// Types whose attributes name principals, sorted by name.
const TYPES: &[(&str, PrincipalKind)] = &[
    ("azuread_application", PrincipalKind::ServicePrincipal),
    ("azuread_group", PrincipalKind::Group),
    ("azuread_service_principal", PrincipalKind::ServicePrincipal),
    ("azuread_user", PrincipalKind::Person),
    ("databricks_account_iam_group_v2", PrincipalKind::Group),
    ("databricks_account_iam_service_principal_v2", PrincipalKind::ServicePrincipal),
    ("databricks_account_iam_user_v2", PrincipalKind::Person),
    ("databricks_current_user", PrincipalKind::CurrentUser),
    ("databricks_group", PrincipalKind::Group),
    ("databricks_service_principal", PrincipalKind::ServicePrincipal),
    ("databricks_service_principals", PrincipalKind::ServicePrincipal),
    ("databricks_user", PrincipalKind::Person),
    ("databricks_users", PrincipalKind::Person),
    ("databricks_workspace_iam_group_v2", PrincipalKind::Group),
    ("databricks_workspace_iam_service_principal_v2", PrincipalKind::ServicePrincipal),
    ("databricks_workspace_iam_user_v2", PrincipalKind::Person),
    ("okta_group", PrincipalKind::Group),
    ("okta_user", PrincipalKind::Person),
];

/// What an attribute of a type names: `databricks_group` → a group.
pub fn kind_of_type(type_name: &str) -> Option<PrincipalKind> {
    let at = TYPES.binary_search_by(|(name, _)| (*name).cmp(type_name)).ok()?;
    TYPES.get(at).map(|(_, kind)| kind.clone())
}

/// Attributes that name others than their own object, with the kind of these where it is one.
const OTHERS: &[(&str, Option<PrincipalKind>)] = &[
    ("child_groups", Some(PrincipalKind::Group)),
    ("groups", Some(PrincipalKind::Group)),
    ("members", None),
    ("owners", None),
    ("service_principals", Some(PrincipalKind::ServicePrincipal)),
    ("users", Some(PrincipalKind::Person)),
];

fn others_of(link: &Link<'_>) -> Option<&'static (&'static str, Option<PrincipalKind>)> {
    others_at(&link.edge.to_path)
}

fn others_at(path: &Path) -> Option<&'static (&'static str, Option<PrincipalKind>)> {
    let Some(Step::Name(attribute)) = path.0.first() else { return None };
    OTHERS.iter().find(|(name, _)| **name == **attribute)
}

fn kind_of_link(link: &Link<'_>) -> Option<PrincipalKind> {
    kind_of_attribute(link.node.type_name(), &link.edge.to_path)
}

/// What an attribute names.
fn kind_of_attribute(type_name: &str, path: &Path) -> Option<PrincipalKind> {
    match others_at(path) {
        Some((_, kind)) => kind.clone(),
        None => kind_of_type(type_name).filter(|kind| {
            let Some(Step::Name(name)) = path.0.first() else { return true };
            match kind {
                PrincipalKind::Group => true,
                PrincipalKind::Person if **name == *"application_id" => false,
                _ => !NAMING_NOBODY.contains(&&**name),
            }
        }),
    }
}

/// Attributes of people and service principals that say something of them and do not name them. The application id of a
/// person, which `databricks_user` has as well (provider `scim/data_user.go`), is empty.
const NAMING_NOBODY: &[&str] = &["alphanumeric", "display_name", "home", "repos"];

/// A principal as an attribute names it.
#[derive(Clone, Debug)]
pub struct Principal<'w> {
    /// The attribute.
    pub field: Field<'w>,
    /// What it is.
    pub kind: PrincipalKind,
    /// The resource or data source that it refers to or names, where just one does.
    pub node: Option<Node<'w>>,
}

impl<'w> Principal<'w> {
    /// The principal that a name stands for: e-mail address, application id or display name.
    pub fn named(field: Field<'w>) -> Self {
        if is_empty(&field) {
            return Self { kind: kind_of_value(&field), field, node: None };
        }
        if let (Some(kind), node) = referred(&field, true) {
            return Self { field, kind, node };
        }
        let kind = kind_of_listed(&field).unwrap_or_else(|| kind_of_value(&field));
        Self { field, kind, node: None }
    }

    /// The principal that an id stands for; a literal id says nothing about its kind.
    pub fn with_id(field: Field<'w>) -> Self {
        if is_empty(&field) {
            return Self { kind: kind_of_value(&field), field, node: None };
        }
        if let (Some(kind), node) = referred(&field, false) {
            return Self { field, kind, node };
        }
        let cause = field.cause().unwrap_or_else(|| {
            let subject = field.path().to_string();
            let text = format!("`{subject}` is an id, which does not say of what");
            Cause::new(CauseKind::NotVisibleHere, subject, text)
        });
        Self { field, kind: PrincipalKind::Unknown(cause), node: None }
    }

    /// Whether this stack makes it, as opposed to looking it up or naming it.
    pub fn is_managed(&self) -> bool {
        self.node.is_some_and(Node::is_managed)
    }
}

/// Whether an attribute is taken from a user and nobody else, be it one that names the user or not.
pub fn is_of_person(field: &Field<'_>) -> bool {
    let is_person = |link: &Link<'_>| {
        kind_of_type(link.node.type_name()) == Some(PrincipalKind::Person)
            && link.edge.certainty == Certainty::Exact
            && others_of(link).is_none()
            && field.node.world().holds(&link.edge.when).is_true()
    };
    let mut links = field.links().filter(|link| link.edge.kind == EdgeKind::Reference).peekable();
    !is_empty(field)
        && links.peek().is_some()
        && links.all(|link| is_person(&link))
        && !field.may_be_another()
}

/// Whether a name or an id is known to be empty, which is nobody's, whatever it refers to.
fn is_empty(field: &Field<'_>) -> bool {
    field.value().and_then(Value::as_str).is_some_and(|text| text.trim().is_empty())
}

/// What an attribute refers to: by reference, or by a name that a resource of the stack has. The kind is
/// known where all that it can refer to is of one kind; which one it is, only where that is certain.
fn referred<'w>(field: &Field<'w>, by_name: bool) -> (Option<PrincipalKind>, Option<Node<'w>>) {
    let counts = |link: &Link<'w>| match link.edge.kind {
        EdgeKind::Reference => true,
        EdgeKind::NaturalKey => link.is_exact() && !link.node.is_external(),
        EdgeKind::Part | EdgeKind::Provider | EdgeKind::DependsOn => false,
    };
    // An id is no name.
    let names_id = |link: &Link<'w>| {
        let attribute = link.edge.to_path.0.first();
        let ids = matches!(attribute, Some(Step::Name(name)) if matches!(&**name, "acl_principal_id" | "id"));
        ids && link.node.type_name().starts_with("databricks_")
    };
    let is_principal = |link: &Link<'w>| kind_of_link(link).is_some() && !(by_name && names_id(link));
    let mut links: Vec<Link<'w>> = field.links().filter(counts).collect();
    // Whether the other end exists is another question.
    let is_exact = |link: &Link<'w>| link.edge.certainty == Certainty::Exact;
    let holds = |link: &Link<'w>| field.node.world().holds(&link.edge.when).is_true();
    let is_it = |link: &Link<'w>| is_principal(link) && is_exact(link) && holds(link);
    if links.iter().any(is_it) {
        links.retain(is_it);
    }
    // It may be what something else holds, or be made of what it refers to.
    let open = field.value().is_some_and(|value| alternatives(value) == 1) && field.may_be_another();
    let made = |link: &Link<'w>| open && !is_exact(link) && others_of(link).is_none();
    if links.iter().any(|link| !is_principal(link) && !is_exact(link) || made(link)) {
        return (None, None);
    }
    links.retain(is_principal);
    let mut kind: Option<PrincipalKind> = None;
    let mut nodes: Vec<Node<'w>> = Vec::new();
    let mut branches = 0;
    for link in &links {
        let Some(found) = kind_of_link(link) else { continue };
        if kind.as_ref().is_some_and(|kind| *kind != found) {
            return (None, None);
        }
        kind = Some(found);
        branches += usize::from(!holds(link));
        if !nodes.contains(&link.node) {
            nodes.push(link.node);
        }
    }
    // Where a branch names nobody by reference, who it names is another question.
    if branches > 0 && field.value().is_some_and(|value| branches < alternatives(value)) {
        return (None, None);
    }
    if !links.iter().all(|link| is_exact(link) && others_of(link).is_none()) {
        return (kind, None);
    }
    // A resource and a data source of one name are one principal: the resource says more.
    if let Some(resource) = nodes.iter().position(|node| node.is_managed())
        && nodes.iter().filter(|node| node.is_managed()).count() == 1
        && kind.is_some()
    {
        return (kind, nodes.get(resource).copied());
    }
    match nodes.as_slice() {
        [one] => (kind, Some(*one)),
        _ => (kind, None),
    }
}

/// The kind of those whose ids an attribute lists, of which a field is one: the element of a repetition over that attribute.
fn kind_of_listed(field: &Field<'_>) -> Option<PrincipalKind> {
    let flow = lookup::listed(field)?;
    let listed = kind_of_attribute(&flow.type_name, &flow.path)?;
    // Of users nothing else is listed than what they are in.
    (listed == PrincipalKind::ServicePrincipal).then_some(listed)
}

/// The number of values that a value can be, by its undecided conditions.
fn alternatives(value: &Value) -> usize {
    let cases = value.as_unknown().and_then(|unknown| unknown.cases.as_deref());
    cases.map_or(1, |cases| alternatives(&cases.yes) + alternatives(&cases.no))
}

fn kind_of_value(field: &Field<'_>) -> PrincipalKind {
    let unknown = || PrincipalKind::Unknown(field.cause_or(&field.path().to_string()));
    let Some(value) = field.value() else { return unknown() };
    match value.as_str() {
        Some(text) if may_be_taken_of_person(field, text) => {
            let subject = field.path().to_string();
            let text = format!("the plan does not say whether `{subject}` is taken of a user");
            let cause = Cause::new(CauseKind::IncompletePlan, subject, text);
            return PrincipalKind::Unknown(cause.decided_by(DecidedBy::Source));
        }
        Some(text) if text.trim().is_empty() => {
            let subject = field.path().to_string();
            let text = format!("`{subject}` is empty, which names nobody");
            return PrincipalKind::Unknown(Cause::new(CauseKind::Variable, subject, text));
        }
        Some(text) => return kind_of_name(text),
        None => {}
    }
    kind_of_parts(value).unwrap_or_else(unknown)
}

/// Whether a text that does not look like a user's can be an attribute of one all the same: a plan alone does not say what
/// stands behind a local value.
fn may_be_taken_of_person(field: &Field<'_>, text: &str) -> bool {
    let graph = field.node.graph();
    graph.graph.stack.kind == StackKind::Plan
        && !field.is_literal()
        && !field.links().any(|link| link.edge.kind == EdgeKind::Reference)
        && kind_of_name(text) != PrincipalKind::Person
        && graph.world().estate().is_of_person(graph.stack, text)
}

/// The texts of the attributes of users in a plan alone, but for those that name others.
pub(crate) fn texts_of_persons(graph: GraphView<'_>) -> FxHashSet<String> {
    let mut texts = FxHashSet::default();
    if graph.graph.stack.kind != StackKind::Plan {
        return texts;
    }
    let persons = TYPES.iter().filter(|(_, kind)| *kind == PrincipalKind::Person);
    let nodes = persons.flat_map(|(name, _)| {
        [Mode::Managed, Mode::Data].into_iter().flat_map(move |mode| graph.possible(mode, name))
    });
    for node in nodes {
        let names_others = |name: &str| {
            let mut others = OTHERS.iter();
            others.any(|(other, kind)| *other == name && *kind != Some(PrincipalKind::Person))
        };
        let own = node.body().attributes.iter().filter(|(name, _)| !names_others(name));
        own.for_each(|(_, slot)| add_texts(&slot.value, &mut texts));
    }
    texts
}

fn add_texts(value: &Value, texts: &mut FxHashSet<String>) {
    match value.as_str() {
        Some(text) => texts.extend((!text.is_empty()).then(|| text.to_owned())),
        None => drop(value.any_part(&mut |part| {
            add_texts(part, texts);
            false
        })),
    }
}

/// What a literal names; spaces around it do not count, as where names are compared.
pub fn kind_of_name(text: &str) -> PrincipalKind {
    let text = text.trim();
    if text.eq_ignore_ascii_case(ACCOUNT_USERS) {
        PrincipalKind::AccountUsers
    } else if is_uuid(text) {
        PrincipalKind::ServicePrincipal
    } else if is_mail(text) {
        kind_of_mail(text)
    } else {
        PrincipalKind::Group
    }
}

/// `8-4-4-4-12` hexadecimal digits.
pub fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Something, `@` and something, without spaces.
pub fn is_mail(text: &str) -> bool {
    text.rsplit_once('@').is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty())
        && !text.contains(char::is_whitespace)
}

/// Who has an e-mail address.
fn kind_of_mail(text: &str) -> PrincipalKind {
    let domain = text.rsplit_once('@').map_or("", |(_, domain)| domain).to_ascii_lowercase();
    let above = domain.strip_suffix(SERVICE_ACCOUNTS);
    if above.is_some_and(|above| above.is_empty() || above.ends_with('.')) {
        PrincipalKind::ServicePrincipal
    } else {
        PrincipalKind::Person
    }
}

/// What a string names of which the known parts have the shape of an e-mail address.
fn kind_of_parts(value: &Value) -> Option<PrincipalKind> {
    let parts = value.as_segments()?;
    // An unknown part stands for some text without a space.
    let text: String = parts
        .iter()
        .map(|part| match part {
            Segment::Known(text) => &**text,
            Segment::Hole(_) => "x",
        })
        .collect();
    let text = text.trim();
    is_mail(text).then(|| kind_of_mail(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_sorted() {
        assert!(TYPES.is_sorted_by_key(|(name, _)| *name));
        assert_eq!(kind_of_type("databricks_user"), Some(PrincipalKind::Person));
        assert_eq!(kind_of_type("databricks_catalog"), None);
    }

    #[test]
    fn literals_have_a_kind() {
        for (text, kind) in [
            ("alice@example.com", PrincipalKind::Person),
            ("Alice.O'Neil+x@sub.example.com", PrincipalKind::Person),
            ("deployer@example-project.iam.gserviceaccount.com", PrincipalKind::ServicePrincipal),
            ("1234-compute@developer.gserviceaccount.com", PrincipalKind::ServicePrincipal),
            ("Deployer@Project.IAM.GServiceAccount.com", PrincipalKind::ServicePrincipal),
            ("alice@notgserviceaccount.com", PrincipalKind::Person),
            ("alice@gserviceaccount.com.example.com", PrincipalKind::Person),
            ("data engineers", PrincipalKind::Group),
            ("@here", PrincipalKind::Group),
            ("the @ team", PrincipalKind::Group),
            ("Account Users", PrincipalKind::AccountUsers),
            ("0f8fad5b-d9cb-469f-a165-70867728950e", PrincipalKind::ServicePrincipal),
            ("0f8fad5b-d9cb-469f-a165-7086772895", PrincipalKind::Group),
            ("gf8fad5b-d9cb-469f-a165-70867728950e", PrincipalKind::Group),
            ("users", PrincipalKind::Group),
            (" alice@example.com", PrincipalKind::Person),
            ("alice@example.com\r\n", PrincipalKind::Person),
            ("\t0f8fad5b-d9cb-469f-a165-70867728950e ", PrincipalKind::ServicePrincipal),
            ("account users\n", PrincipalKind::AccountUsers),
            ("alice@example.com, bob@example.com", PrincipalKind::Group),
        ] {
            assert_eq!(kind_of_name(text), kind, "{text}");
        }
    }
}
