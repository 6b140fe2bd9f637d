//! Objects whose permissions one resource manages: a workspace and a principal, or an object with an access
//! control list. A second resource for the same overwrites the first.
//!
//! Sources: provider `docs/resources/mws_permission_assignment.md`, `docs/resources/permission_assignment.md`,
//! `docs/resources/permissions.md`.

use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_lang::tri::{self, Tri};
use bricklint_lang::value::Value;
use rustc_hash::FxHashMap;

use crate::estate::Estate;
use crate::graph::{EdgeKind, NodeId};
use crate::instance::Mode;
use crate::lookup;
use crate::repetition::Repetition;
use crate::securable::{self, Metastore, NameKey};
use crate::view::{Field, Node, World};

/// Types, what they manage, and the arguments that together name it: one of each list.
const TYPES: &[(&str, &str, &[&[&str]])] = &[
    (
        "databricks_mws_permission_assignment",
        "the assignment of the same principal to the same workspace",
        &[&["workspace_id"], &["principal_id"]],
    ),
    (
        "databricks_permission_assignment",
        "the assignment of the same principal to the workspace",
        &[&["principal_id", "user_name", "group_name", "service_principal_name"]],
    ),
    ("databricks_permissions", "the permissions of the same object", &[OBJECTS]),
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

/// The types of [`Assignment`].
pub const ASSIGNMENT_TYPES: [&str; 3] =
    ["databricks_mws_permission_assignment", "databricks_permission_assignment", "databricks_permissions"];

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
        let none = |one: &Node<'_>, some: &[Node<'_>]| {
            some.iter().all(|other| lookup::same(*one, *other).is_false())
        };
        match (self, other) {
            (Self::Resource(a), Self::Resource(b)) => lookup::same(*a, *b),
            (Self::Text(a), Self::Text(b)) => Tri::from(a == b),
            (Self::Resource(one), Self::OneOf(some)) | (Self::OneOf(some), Self::Resource(one))
                if none(one, some) =>
            {
                Tri::False
            }
            (Self::OneOf(a), Self::OneOf(b)) if a.iter().all(|one| none(one, b)) => Tri::False,
            (Self::Open(a), Self::Open(b)) => tri::equals(a, b),
            (Self::Open(open), Self::Text(text)) | (Self::Text(text), Self::Open(open)) => {
                tri::equals(open, &Value::string(&**text))
            }
            _ => Tri::Unknown,
        }
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
    arguments: Vec<&'static str>,
    parts: Vec<Part<'w>>,
    place: Metastore,
}

impl<'w> Assignment<'w> {
    /// The assignment, if the node is one that names what it is about.
    pub fn of(node: Node<'w>) -> Option<Self> {
        let (_, what, lists) = TYPES.iter().find(|(name, ..)| *name == node.type_name())?;
        let mut arguments = Vec::new();
        let mut parts = Vec::new();
        let mut field = None;
        for list in *lists {
            let named = list.iter().map(|name| (*name, node.field(name)));
            let (name, set) = named.into_iter().find(|(_, field)| !field.is_set().is_false())?;
            arguments.push(name);
            parts.push(part(&set)?);
            field = Some(set);
        }
        // Account objects are named by ids that are unique; the others are in the provider's workspace.
        let account = node.type_name() == "databricks_mws_permission_assignment";
        let place = if account { Metastore::Anywhere } else { securable::workspace_of(node) };
        Some(Self { node, what, field: field?, arguments, parts, place })
    }

    /// Whether two are about the same.
    pub fn equals(&self, other: &Self) -> Tri {
        if self.arguments != other.arguments {
            return Tri::False;
        }
        let parts = self.parts.iter().zip(&other.parts);
        parts.fold(self.place.equals(&other.place), |same, (a, b)| same.and(a.equals(b)))
    }

    fn key(&self) -> Option<Key> {
        let mut text = String::new();
        for (argument, part) in self.arguments.iter().zip(&self.parts) {
            text.push_str(argument);
            text.push('\u{1}');
            match part {
                Part::Resource(node) => match lookup::key(*node) {
                    Some(key) => text.extend(["&", &key]),
                    None => text.extend(["@", node.address()]),
                },
                Part::Text(known) => text.extend(["=", known]),
                Part::OneOf(_) => return None,
                Part::Open(value) => match securable::name_key(value)? {
                    NameKey::Text(known) => text.extend(["=", &known]),
                    NameKey::Symbolic(symbols) => text.extend(["?", &symbols]),
                },
            }
            text.push('\u{1}');
        }
        Some((self.node.graph().stack, self.place.clone(), text))
    }

    fn is_open(&self) -> bool {
        self.parts.iter().any(|part| match part {
            Part::Open(_) | Part::OneOf(_) => true,
            Part::Resource(node) => lookup::is_open(*node),
            Part::Text(_) => false,
        })
    }

    /// The other resources of this stack that are or may be about the same.
    pub fn others(&self) -> Vec<(Self, Tri)> {
        let index = self.node.world().estate().assignments();
        let stack = self.node.graph().stack;
        let mut ids: Vec<NodeId> = Vec::new();
        if let Some(key) = self.key() {
            ids.extend(index.by_key.get(&key).into_iter().flatten());
        }
        let open = index.open.get(&stack).into_iter().flatten();
        ids.extend(open.take(MAX_OPEN));
        if self.is_open() {
            ids.extend(index.all.get(&stack).into_iter().flatten().take(MAX_OPEN));
        }
        ids.put_in_order();
        ids.dedup();
        let mut out = Vec::new();
        for id in ids.into_iter().filter(|id| *id != self.node.id) {
            let node = self.node.graph().node(id);
            let Some(other) = Self::of(node) else { continue };
            let same = self.equals(&other).and(node.exists());
            if !same.is_false() {
                out.push((other, same));
            }
        }
        out
    }

    /// Whether it is about the same in all of a repetition.
    pub fn is_alike(&self, repetition: &Repetition<'w>) -> Tri {
        let same = |part: &Part<'w>| match part {
            Part::Resource(node) => repetition.same_node(*node),
            Part::Text(_) => Tri::True,
            Part::Open(value) => repetition.same(value),
            Part::OneOf(nodes) => match nodes.as_slice() {
                [node] => repetition.same_node(*node),
                _ => Tri::Unknown,
            },
        };
        self.parts.iter().map(same).min().unwrap_or(Tri::Unknown)
    }
}

/// Resources with unknown names that one is compared with.
const MAX_OPEN: usize = 32;

fn part<'w>(field: &Field<'w>) -> Option<Part<'w>> {
    let value = field.value()?;
    if value.is_unknown() {
        let links: Vec<_> = field.links().filter(|link| link.edge.kind == EdgeKind::Reference).collect();
        if let [link] = links.as_slice()
            && link.is_exact()
        {
            return Some(Part::Resource(link.node));
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

type Key = (u32, Metastore, String);

/// Assignments by what they are about.
#[derive(Debug, Default)]
pub struct AssignmentIndex {
    by_key: FxHashMap<Key, Vec<NodeId>>,
    open: FxHashMap<u32, Vec<NodeId>>,
    all: FxHashMap<u32, Vec<NodeId>>,
}

impl AssignmentIndex {
    pub(crate) fn build(estate: &Estate) -> Self {
        let world = World::skimming(estate);
        let mut index = Self::default();
        for graph in world.graphs() {
            for (type_name, ..) in TYPES {
                for node in graph.possible(Mode::Managed, type_name) {
                    let Some(assignment) = Assignment::of(node) else { continue };
                    index.all.entry(graph.stack).or_default().push(node.id);
                    if assignment.is_open() {
                        index.open.entry(graph.stack).or_default().push(node.id);
                    }
                    if let Some(key) = assignment.key() {
                        index.by_key.entry(key).or_default().push(node.id);
                    }
                }
            }
        }
        index
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_listed() {
        assert!(TYPES.iter().map(|(name, ..)| *name).eq(ASSIGNMENT_TYPES));
    }
}
