//! Objects whose permissions one resource manages: a workspace and a principal, or an object with an access
//! control list. A second resource for the same overwrites the first.
//!
//! Sources: provider `docs/resources/mws_permission_assignment.md`, `docs/resources/permission_assignment.md`,
//! `docs/resources/permissions.md`.

use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_lang::convert;
use bricklint_lang::tri::{self, Tri};
use bricklint_lang::value::Value;
use rustc_hash::FxHashMap;

use crate::attr::Attr;
use crate::databricks::mws_workspaces::is_id;
use crate::databricks::principal::{self, PrincipalKind};
use crate::estate::Estate;
use crate::graph::{EdgeKind, NodeId};
use crate::instance::{InstanceKey, Mode};
use crate::lookup;
use crate::place::{Path, Step};
use crate::placeholder::is_placeholder;
use crate::repetition::Repetition;
use crate::securable::{self, Metastore, NameKey};
use crate::stack::StackKind;
use crate::view::{Field, Link, Node, World};

/// What a resource manages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Form {
    /// A principal of a workspace that it names, made in the account.
    InAccount,
    /// A principal of the workspace that it is made in.
    InWorkspace,
    /// The access control list of an object.
    OfObject,
}

impl Form {
    const ALL: [Self; 3] = [Self::InAccount, Self::InWorkspace, Self::OfObject];

    /// Whether two can manage the same.
    fn may_meet(self, other: Self) -> bool {
        self == other || self != Self::OfObject && other != Self::OfObject
    }

    fn what(self) -> &'static str {
        match self {
            Self::InAccount => "the assignment of the same principal to the same workspace",
            Self::InWorkspace => "the assignment of the same principal to the workspace",
            Self::OfObject => "the permissions of the same object",
        }
    }

    /// The arguments that together name it: one of each list.
    fn lists(self) -> &'static [&'static [&'static str]] {
        match self {
            Self::InAccount => &[&["workspace_id"], &["principal_id"]],
            Self::InWorkspace => &[&["principal_id", "user_name", "group_name", "service_principal_name"]],
            Self::OfObject => &[OBJECTS],
        }
    }
}

/// Types of [`Assignment`], and their forms.
const TYPES: [(&str, Form); 5] = [
    ("databricks_account_iam_workspace_assignment_v2", Form::InAccount),
    ("databricks_mws_permission_assignment", Form::InAccount),
    ("databricks_permission_assignment", Form::InWorkspace),
    ("databricks_permissions", Form::OfObject),
    ("databricks_workspace_iam_workspace_assignment_v2", Form::InWorkspace),
];

/// Arguments of `databricks_permissions` that name the object (provider
/// `permissions/permission_definitions.go`).
const OBJECTS: &[&str] = &[
    "alert_v2_id",
    "app_name",
    "authorization",
    "cluster_id",
    "cluster_policy_id",
    "dashboard_id",
    "database_instance_name",
    "database_project_name",
    "directory_id",
    "directory_path",
    "experiment_id",
    "instance_pool_id",
    "job_id",
    "knowledge_assistant_id",
    "notebook_id",
    "notebook_path",
    "pipeline_id",
    "registered_model_id",
    "repo_id",
    "repo_path",
    "serving_endpoint_id",
    "sql_alert_id",
    "sql_dashboard_id",
    "sql_endpoint_id",
    "sql_query_id",
    "supervisor_agent_id",
    "vector_search_endpoint_id",
    "workspace_file_id",
    "workspace_file_path",
];

/// Arguments that name one object by its id and by a name, the attribute of the object that is the name, and the kind
/// of a principal (provider `docs/resources/permissions.md`, `docs/resources/permission_assignment.md`).
const NAMES: &[(&str, &str, &str, Option<PrincipalKind>)] = &[
    ("directory_id", "directory_path", "path", None),
    ("notebook_id", "notebook_path", "path", None),
    ("repo_id", "repo_path", "path", None),
    ("workspace_file_id", "workspace_file_path", "path", None),
    ("principal_id", "group_name", "display_name", Some(PrincipalKind::Group)),
    ("principal_id", "user_name", "user_name", Some(PrincipalKind::Person)),
    ("principal_id", "service_principal_name", "application_id", Some(PrincipalKind::ServicePrincipal)),
];

/// How what an id names is named otherwise.
struct Otherwise<'w> {
    argument: &'static str,
    /// Nothing where that is not known.
    name: Option<Value>,
    node: Node<'w>,
}

impl<'w> Otherwise<'w> {
    fn of(named: &Named<'w>) -> Option<Self> {
        let node = named.from?;
        let kind = principal::kind_of_type(node.type_name());
        let (_, argument, attribute, _) =
            NAMES.iter().find(|(id, .., of)| *id == named.argument && (of.is_none() || *of == kind))?;
        let value = node.effective(attribute).value().filter(|value| !value.is_null());
        Some(Self { argument, name: value.map(|value| folded(node, argument, value)), node })
    }

    /// Whether it is what a name names.
    fn is_named(&self, by: &Named<'w>) -> Tri {
        if by.from == Some(self.node) {
            return Tri::True;
        }
        let name = match &by.part {
            Part::Resource(node) if node.is_managed() && self.node.is_managed() => return Tri::False,
            Part::Text(text) => Value::string(&**text),
            Part::Open(value) => value.clone(),
            Part::Resource(_) | Part::OneOf(_) => return Tri::Unknown,
        };
        match &self.name {
            Some(mine) => tri::equals(mine, &folded(self.node, self.argument, &name)),
            None => Tri::Unknown,
        }
    }
}

/// A name as it is compared: those of principals fold case.
fn folded(node: Node<'_>, argument: &str, value: &Value) -> Value {
    if argument.ends_with("_path") { value.clone() } else { securable::resolve(node.graph(), value, 0) }
}

/// The types of [`Assignment`].
pub const ASSIGNMENT_TYPES: [&str; TYPES.len()] =
    [TYPES[0].0, TYPES[1].0, TYPES[2].0, TYPES[3].0, TYPES[4].0];

/// Whether an argument is the name of a principal, in which case does not count.
fn is_of_principal(argument: &str) -> bool {
    NAMES.iter().any(|(_, name, _, kind)| *name == argument && kind.is_some())
}

/// One part of what names an object.
#[derive(Clone, Debug)]
enum Part<'w> {
    /// The id or name of a resource or data source. Different resources are different objects.
    Resource(Node<'w>),
    /// Known text.
    Text(Arc<str>),
    /// The id or name of one of these resources.
    OneOf(Vec<Node<'w>>),
    /// Not known.
    Open(Value),
}

impl Part<'_> {
    fn equals(&self, other: &Self) -> Tri {
        let none = |one: &Node<'_>, some: &[Node<'_>]| some.iter().all(|other| same(*one, *other).is_false());
        match (self, other) {
            (Self::Resource(a), Self::Resource(b)) => same(*a, *b),
            (Self::Text(a), Self::Text(b)) => Tri::from(a == b),
            (Self::Resource(one), Self::OneOf(some)) | (Self::OneOf(some), Self::Resource(one))
                if none(one, some) =>
            {
                Tri::False
            }
            (Self::OneOf(a), Self::OneOf(b)) if a.iter().all(|one| none(one, b)) => Tri::False,
            (Self::Open(a), Self::Open(b)) => tri::equals(a, b),
            (Self::Open(open), Self::Text(text)) | (Self::Text(text), Self::Open(open)) => {
                is_text(open, text)
            }
            _ => Tri::Unknown,
        }
    }

    /// Adds text that parts of one argument share exactly when they are known to be equal; `None` where that is open.
    fn add_key(&self, argument: &str, text: &mut String) -> Option<()> {
        match self {
            Self::Resource(node) => match lookup::key(*node) {
                Some(key) => text.extend(["&", &key]),
                None => text.extend(["@", node.address()]),
            },
            Self::Text(known) if argument.ends_with("_name") => text.extend(["=", &known.to_lowercase()]),
            Self::Text(known) => text.extend(["=", known]),
            Self::OneOf(_) => return None,
            Self::Open(value) => match securable::name_key(value)? {
                NameKey::Text(known) => text.extend(["=", &known]),
                NameKey::Symbolic(symbols) => text.extend(["?", &symbols]),
            },
        }
        Some(())
    }
}

impl<'w> Part<'w> {
    /// As names are compared in which case does not count.
    fn folded(self, node: Node<'w>, argument: &str) -> Self {
        match self {
            Self::Text(text) => {
                let name = folded(node, argument, &Value::string(&*text));
                Self::Text(name.as_str().map_or(text, Arc::from))
            }
            Self::Open(value) => Self::Open(folded(node, argument, &value)),
            other => other,
        }
    }
}

/// Whether what is not known is what a text says, as its type is written: an id can be a number.
fn is_text(open: &Value, text: &str) -> Tri {
    let text = Value::string(text);
    let of_type = open.as_unknown().and_then(|unknown| convert::convert(&text, &unknown.ty).ok());
    tri::equals(open, &of_type.unwrap_or(text))
}

/// A part with the argument that it is given to, and the only resource that the value comes from.
#[derive(Clone, Debug)]
struct Named<'w> {
    argument: &'static str,
    part: Part<'w>,
    from: Option<Node<'w>>,
}

impl Named<'_> {
    /// The same as [`Part::add_key`], by the name of what an id is of where it has one.
    fn add_key(&self, by_name: bool, text: &mut String) -> Option<()> {
        let otherwise = Otherwise::of(self).filter(|_| by_name);
        text.push_str(otherwise.as_ref().map_or(self.argument, |other| other.argument));
        text.push('\u{1}');
        match otherwise.as_ref().and_then(|other| other.name.as_ref()?.as_str()) {
            Some(name) => text.extend(["=", name]),
            None => self.part.add_key(self.argument, text)?,
        }
        text.push('\u{1}');
        Some(())
    }
}

/// Whether two parts name one object.
fn same_object<'w>(mine: &Named<'w>, theirs: &Named<'w>) -> Tri {
    if mine.argument == theirs.argument {
        return mine.part.equals(&theirs.part);
    }
    let (id, name) = if mine.argument.ends_with("_id") { (mine, theirs) } else { (theirs, mine) };
    if !NAMES.iter().any(|(one, other, ..)| (*one, *other) == (id.argument, name.argument)) {
        return Tri::False;
    }
    match Otherwise::of(id) {
        Some(otherwise) if otherwise.argument == name.argument => otherwise.is_named(name),
        Some(_) => Tri::False,
        None => Tri::Unknown,
    }
}

/// What a resource manages alone.
#[derive(Clone, Debug)]
pub struct Assignment<'w> {
    /// The resource.
    pub node: Node<'w>,
    /// What it is, in words.
    pub what: &'static str,
    /// The argument that names it last: the object, or the principal.
    pub field: Field<'w>,
    form: Form,
    parts: Vec<Named<'w>>,
    place: Metastore,
}

impl<'w> Assignment<'w> {
    /// The assignment, if the node is one that names what it is about.
    pub fn of(node: Node<'w>) -> Option<Self> {
        let (_, form) = *TYPES.iter().find(|(name, _)| *name == node.type_name())?;
        let account = form == Form::InAccount;
        let mut parts = Vec::new();
        let mut field = None;
        for list in form.lists() {
            let named = list.iter().map(|name| (*name, node.field(name)));
            let (name, set) = named.into_iter().find(|(_, field)| !field.is_set().is_false())?;
            let mut part = part(&set)?;
            // The prefix may be left out (provider `workspace/resource_notebook.go`).
            if let Part::Text(text) = &part
                && let Some(rest) = text.strip_prefix("/Workspace/").filter(|_| name.ends_with("_path"))
            {
                part = Part::Text(format!("/{rest}").into());
            }
            if is_of_principal(name) {
                part = part.folded(node, name);
            }
            // What is no id, such as an empty default, names nothing.
            if account && matches!(&part, Part::Text(text) if !is_id(text)) {
                return None;
            }
            parts.push(Named { argument: name, part, from: source(&set) });
            field = Some(set);
        }
        // Account objects are named by ids that are unique; the others are in the provider's workspace.
        let place = if account { Metastore::Anywhere } else { securable::workspace_of(node) };
        Some(Self { node, what: form.what(), field: field?, form, parts, place })
    }

    /// Whether two are about the same.
    pub fn equals(&self, other: &Self) -> Tri {
        if !self.form.may_meet(other.form) {
            return Tri::False;
        }
        if self.form != other.form {
            let principals = self.parts.last().zip(other.parts.last());
            let same = principals.map_or(Tri::False, |(a, b)| same_object(a, b));
            return same.and(self.in_workspace_of(other));
        }
        // Two workspaces that are named differently are taken for two.
        let place = match self.place.equals(&other.place) {
            Tri::Unknown if !self.place.is_unsaid() && !other.place.is_unsaid() => Tri::False,
            same => same,
        };
        let parts = self.parts.iter().zip(&other.parts);
        parts.fold(place, |same, (a, b)| same.and(same_object(a, b)))
    }

    /// The argument that names the workspace, of its own or of its provider configuration.
    fn workspace(&self) -> Option<Field<'w>> {
        match self.form {
            Form::InAccount => Some(self.node.field("workspace_id")),
            Form::InWorkspace | Form::OfObject => securable::own_workspace(self.node)
                .filter(|field| field.is_set().is_true())
                .or_else(|| securable::by_provider(self.node.provider()?)),
        }
    }

    /// Whether two that name it in different ways are of one workspace. What is named differently is taken for different.
    fn in_workspace_of(&self, other: &Self) -> Tri {
        let Some((mine, theirs)) = self.workspace().zip(other.workspace()) else { return Tri::False };
        let keys = securable::workspace_keys(&mine);
        if securable::workspace_keys(&theirs).iter().any(|key| keys.contains(key)) {
            return Tri::True;
        }
        let by_id = |field: &Field<'_>| matches!(field.path().0.last(), Some(Step::Name(name)) if &**name == "workspace_id");
        match (part(&mine), part(&theirs)) {
            (Some(a @ (Part::Open(_) | Part::OneOf(_))), Some(b))
            | (Some(b), Some(a @ (Part::Open(_) | Part::OneOf(_))))
                if by_id(&mine) && by_id(&theirs) =>
            {
                a.equals(&b)
            }
            _ => Tri::False,
        }
    }

    fn key(&self) -> Option<Key> {
        Some((self.node.graph().stack, self.place.clone(), self.text()?))
    }

    /// The key that it has in the index where the workspace of its provider configuration hangs on a condition: that is one
    /// workspace in each branch.
    fn key_by_provider(&self) -> Option<Key> {
        let index = self.provider().filter(|_| matches!(self.place, Metastore::Workspace(_)))?;
        let stack = self.node.graph().stack;
        Some((stack, Metastore::Provider(stack, index), self.text()?))
    }

    /// The key in the index of all that may be in one workspace, because it is not known which configurations of one block
    /// they have.
    fn key_of_block(&self) -> Option<Key> {
        self.provider()?;
        let config =
            self.node.provider()?.configuration().filter(|config| config.key != InstanceKey::None)?;
        let block = [&*config.source, config.alias.as_deref()?, &*config.module.to_string()].join("\u{1}");
        Some((self.node.graph().stack, Metastore::Symbol(block.into()), self.text()?))
    }

    /// The key in the index of all that name the same, whatever the workspace: something of the stack does not say it.
    fn key_in_any(&self) -> Option<Key> {
        let stack = self.node.graph().stack;
        Some((stack, Metastore::Unsaid(stack, None), self.text().filter(|_| self.form != Form::InAccount)?))
    }

    /// The provider configuration that says the workspace.
    fn provider(&self) -> Option<u32> {
        let named = securable::own_workspace(self.node).is_some_and(|field| !field.is_set().is_false());
        self.node.instance()?.provider.filter(|_| !named)
    }

    /// Whether the workspace of its provider configuration hangs on a condition.
    fn is_conditional(&self) -> bool {
        matches!(self.place, Metastore::Provider(..))
            && self.node.provider().and_then(securable::by_provider).is_some()
    }

    fn text(&self) -> Option<String> {
        let mut text = String::new();
        for named in &self.parts {
            named.add_key(self.form != Form::InAccount, &mut text)?;
        }
        Some(text)
    }

    /// The key where nothing is assumed, by which the index has it, where it can be another here.
    fn key_at_rest(&self) -> Option<Key> {
        let world = self.node.world();
        if !world.assumes() {
            return None;
        }
        let world = World::new(world.estate());
        Assignment::of(world.graph(self.node.graph().stack)?.node(self.node.id))?.key()
    }

    /// The same as assignments of either form name it: workspace and principal.
    fn keys_across(&self) -> Vec<(u32, Arc<str>, String)> {
        let mut text = String::new();
        let named = self.parts.last().filter(|_| self.form != Form::OfObject);
        if named.is_none_or(|named| named.add_key(true, &mut text).is_none()) {
            return Vec::new();
        }
        let keys = self.workspace().map(|field| securable::workspace_keys(&field)).unwrap_or_default();
        keys.into_iter().map(|key| (self.node.graph().stack, key, text.clone())).collect()
    }

    /// Text that assignments of all roots share where they certainly are about the same: nothing in it hangs on a root. One
    /// that is made in the account names its workspace itself, the others by the provider configuration.
    fn key_anywhere(&self) -> Option<String> {
        let mut text = String::from(if self.form == Form::OfObject { "object" } else { "principal" });
        match &self.place {
            Metastore::Anywhere => {}
            Metastore::Workspace(key) if securable::names_workspace_as_text(self.node) => {
                text.extend(["\u{1}workspace_id\u{1}=", key]);
            }
            _ => return None,
        }
        for named in &self.parts {
            let Part::Text(known) = &named.part else { return None };
            if is_placeholder(known) {
                return None;
            }
            text.extend(["\u{1}", named.argument, "\u{1}"]);
            named.part.add_key(named.argument, &mut text)?;
        }
        Some(text)
    }

    /// Whether others can be about the same whose keys are others: those of its form, or those of the other form.
    fn is_open(&self, across: bool) -> bool {
        // What an id names may be what a name names, unless that is known.
        let otherwise = across || self.form != Form::InAccount;
        let by_id = |argument: &str| otherwise && NAMES.iter().any(|(id, ..)| *id == argument);
        let workspace = self.workspace().filter(|_| across).and_then(|field| part(&field));
        if workspace.is_some_and(|part| matches!(part, Part::Open(_) | Part::OneOf(_))) {
            return true;
        }
        self.parts.iter().any(|named| {
            let unnamed = || {
                let name = Otherwise::of(named).and_then(|other| other.name);
                by_id(named.argument) && name.is_none_or(|name| name.as_str().is_none())
            };
            match &named.part {
                Part::Open(_) | Part::OneOf(_) => true,
                Part::Resource(node) => lookup::is_open(*node) || hands_on(*node) || unnamed(),
                Part::Text(_) => unnamed(),
            }
        })
    }

    /// The first resource of this stack, by address, that is about the same, otherwise the first that may be, of those
    /// that come before this one.
    pub fn earlier(&self) -> Option<(Self, Tri)> {
        let index = self.node.world().estate().assignments();
        if let Some(elsewhere) = self.in_other_root(index) {
            return Some((elsewhere, Tri::True));
        }
        let stack = self.node.graph().stack;
        let mut ids: Vec<NodeId> = Vec::new();
        for key in self.key().into_iter().chain(self.key_at_rest()).chain(self.key_by_provider()) {
            // The first of those that certainly are about the same is enough, unless it may not exist.
            let same = index.by_key.get(&key).into_iter().flatten();
            ids.extend(same.take_while(|id| **id < self.node.id));
        }
        if let Some(block) = self.key_of_block().and_then(|key| index.by_key.get(&key)) {
            let graph = self.node.graph();
            let others = block.iter().filter(|id| graph.node(**id).may_share_provider(self.node));
            ids.extend(others.take(MAX_OPEN));
        }
        if let Some(any) = self.key_in_any().and_then(|key| index.by_key.get(&key)) {
            let graph = self.node.graph();
            let is_unsaid = |id: &NodeId| Self::of(graph.node(*id)).is_some_and(|one| one.place.is_unsaid());
            let others = any.iter().filter(|id| self.place.is_unsaid() || is_unsaid(id));
            ids.extend(others.take(MAX_OPEN));
        }
        let across = self.keys_across();
        ids.extend(across.iter().filter_map(|key| index.across.get(key)).flatten());
        for form in Form::ALL.into_iter().filter(|form| self.form.may_meet(*form)) {
            let across = form != self.form;
            let open = index.open.get(&(stack, form, across)).into_iter().flatten();
            ids.extend(open.take(MAX_OPEN));
            if self.is_open(across) {
                ids.extend(index.all.get(&(stack, form)).into_iter().flatten().take(MAX_OPEN));
            }
        }
        ids.put_in_order();
        let mut possible = None;
        for id in ids.into_iter().take_while(|id| *id < self.node.id) {
            let node = self.node.graph().node(id);
            let Some(other) = Self::of(node) else { continue };
            match self.equals(&other).and(node.exists_beside(self.node)) {
                Tri::True => return Some((other, Tri::True)),
                Tri::Unknown => possible = possible.or(Some((other, Tri::Unknown))),
                Tri::False => {}
            }
        }
        self.in_one_branch(index).map(|other| (other, Tri::True)).or(possible)
    }

    /// The first that is about the same among those of other provider configurations whose workspaces hang on conditions.
    fn in_one_branch(&self, index: &AssignmentIndex) -> Option<Self> {
        let own = self.provider()?;
        let all = index.conditional.get(&self.node.graph().stack)?;
        let others = all.iter().filter(|(provider, id)| *provider != own && *id < self.node.id);
        let mut others = others.filter_map(|(_, id)| Self::of(self.node.graph().node(*id)));
        others.find(|other| self.equals(other).and(other.node.exists_beside(self.node)).is_true())
    }

    /// The first resource of a root before this one that is about the same.
    fn in_other_root(&self, index: &AssignmentIndex) -> Option<Self> {
        if index.anywhere.is_empty() {
            return None;
        }
        let (world, stack) = (self.node.world(), self.node.graph().stack);
        let all = index.anywhere.get(&self.key_anywhere()?)?;
        let others = all.iter().take_while(|(other, _)| *other < stack);
        let mut others = others.filter(|(other, _)| world.estate().rival(stack, *other));
        others.find_map(|(other, id)| {
            let node = world.graph(*other)?.node(*id);
            node.exists().is_true().then(|| Self::of(node)).flatten()
        })
    }

    /// Whether it is about the same in all of a repetition.
    pub fn is_alike(&self, repetition: &Repetition<'w>) -> Tri {
        let same = |named: &Named<'w>| match &named.part {
            Part::Resource(node) => repetition.same_object(*node, self.node.field(named.argument).value()),
            Part::Text(_) => Tri::True,
            Part::Open(value) => repetition.same(value),
            Part::OneOf(nodes) => match nodes.as_slice() {
                [node] => repetition.same_object(*node, self.node.field(named.argument).value()),
                _ => Tri::Unknown,
            },
        };
        self.parts.iter().map(same).min().unwrap_or(Tri::Unknown)
    }
}

/// Types whose id is the path, and which have it as `workspace_path` with a prefix (provider `docs/resources/directory.md`, `notebook.md`, `workspace_file.md`).
const IDS_THAT_ARE_PATHS: &[&str] =
    &["databricks_directory", "databricks_notebook", "databricks_workspace_file"];

/// Whether what comes from two nodes is of one object.
fn same(a: Node<'_>, b: Node<'_>) -> Tri {
    if a != b && (hands_on(a) || hands_on(b)) { Tri::Unknown } else { lookup::same(a, b) }
}

/// Whether a resource hands on what it was given: a plan alone does not follow that.
fn hands_on(node: Node<'_>) -> bool {
    ["terraform_data", "null_resource", "time_"].iter().any(|start| node.type_name().starts_with(start))
}

/// Resources with unknown names that one is compared with.
const MAX_OPEN: usize = 32;

fn part<'w>(field: &Field<'w>) -> Option<Part<'w>> {
    let value = field.value()?;
    if value.is_unknown() {
        let links: Vec<_> = field.links().filter(|link| link.edge.kind == EdgeKind::Reference).collect();
        if let Some(link) = origin(value, &links).filter(|link| link.is_exact()) {
            if IDS_THAT_ARE_PATHS.contains(&link.node.type_name())
                && ["id", "workspace_path"].iter().any(|name| link.edge.to_path == Path::root().name(name))
                && let Attr::Known(path) = link.node.field("path").str()
            {
                return Some(Part::Text(path.into()));
            }
            return Some(Part::Resource(lookup::made(link.node).unwrap_or(link.node)));
        }
        if !links.is_empty() && links.iter().all(|link| !link.node.is_external()) {
            return Some(Part::OneOf(links.iter().map(|link| link.node).collect()));
        }
    }
    Some(match (value.as_str(), value.as_number()) {
        (Some(text), _) => Part::Text(text.into()),
        (None, Some(number)) => Part::Text(number.to_string().into()),
        (None, None) => Part::Open(value.clone()),
    })
}

/// The only resource or data source that a value comes from, where that is certain.
fn source<'w>(field: &Field<'w>) -> Option<Node<'w>> {
    let is_source = |link: &Link<'w>| matches!(link.edge.kind, EdgeKind::Reference | EdgeKind::Part);
    let links: Vec<_> = field.links().filter(is_source).collect();
    let link = origin(field.value()?, &links)?;
    (link.is_exact() && link.edge.kind == EdgeKind::Reference).then_some(link.node)
}

/// Of what a value comes from, that whose attribute it is: the others were given it and hand it on.
fn origin<'l, 'w>(value: &Value, links: &'l [Link<'w>]) -> Option<&'l Link<'w>> {
    if let [link] = links {
        return Some(link);
    }
    let graph = links.first()?.node.graph();
    let (id, path) = graph.graph.attribute_of_symbol(value.symbol()?)?;
    links.iter().find(|link| link.node.id == id && link.edge.to_path == path)
}

type Key = (u32, Metastore, String);

/// Assignments by what they are about.
#[derive(Debug, Default)]
pub struct AssignmentIndex {
    by_key: FxHashMap<Key, Vec<NodeId>>,
    /// Those that are open to their own form, and to the other.
    open: FxHashMap<(u32, Form, bool), Vec<NodeId>>,
    all: FxHashMap<(u32, Form), Vec<NodeId>>,
    /// Some of each provider configuration whose workspace hangs on a condition.
    conditional: FxHashMap<u32, Vec<(u32, NodeId)>>,
    /// By [`Assignment::key_anywhere`], in the order of stacks.
    anywhere: FxHashMap<String, Vec<(u32, NodeId)>>,
    /// Assignments of principals by [`Assignment::keys_across`].
    across: FxHashMap<(u32, Arc<str>, String), Vec<NodeId>>,
}

impl AssignmentIndex {
    pub(crate) fn build(estate: &Estate) -> Self {
        let world = World::new(estate);
        let mut index = Self::default();
        let several = estate.graphs.len() > 1;
        for graph in world.graphs() {
            let mut is_unsaid = false;
            for (type_name, _) in TYPES {
                for node in graph.possible(Mode::Managed, type_name) {
                    let Some(assignment) = Assignment::of(node) else { continue };
                    is_unsaid |= assignment.place.is_unsaid();
                    for key in assignment.keys_across() {
                        index.across.entry(key).or_default().push(node.id);
                    }
                    if several && let Some(key) = assignment.key_anywhere() {
                        index.anywhere.entry(key).or_default().push((graph.stack, node.id));
                    }
                    index.all.entry((graph.stack, assignment.form)).or_default().push(node.id);
                    if let Some(provider) = assignment.provider().filter(|_| assignment.is_conditional()) {
                        let all = index.conditional.entry(graph.stack).or_default();
                        if all.iter().filter(|(of, _)| *of == provider).count() < MAX_OPEN {
                            all.push((provider, node.id));
                        }
                    }
                    for across in [false, true] {
                        if assignment.is_open(across) {
                            let key = (graph.stack, assignment.form, across);
                            index.open.entry(key).or_default().push(node.id);
                        }
                    }
                    if let Some(key) = assignment.key() {
                        index.by_key.entry(key).or_default().push(node.id);
                    }
                    if let Some(key) = assignment.key_of_block() {
                        let all = index.by_key.entry(key).or_default();
                        // Only what is not known can be one with any number of others.
                        if all.len() < MAX_OPEN || assignment.place.is_unsaid() {
                            all.push(node.id);
                        }
                    }
                }
            }
            // A module may take two of its configurations to differ.
            if is_unsaid && graph.graph.stack.kind == StackKind::Plan {
                let of_type = |(name, _): &(&'static str, Form)| graph.possible(Mode::Managed, name);
                for assignment in TYPES.iter().flat_map(of_type).filter_map(Assignment::of) {
                    if let Some(key) = assignment.key_in_any() {
                        index.by_key.entry(key).or_default().push(assignment.node.id);
                    }
                }
            }
        }
        index
    }
}
