//! What roots may give the roles of other roots, found once: asking all roots anew for each role takes time that grows with
//! the square of their number.

use bricklint_findings::Sorting;
use bricklint_lang::value::Value;
use rustc_hash::FxHashMap;

use super::iam_role::{ATTACHING, IamRole};
use crate::databricks::mws_storage_configurations::MwsStorageConfiguration;
use crate::estate::Estate;
use crate::graph::NodeId;
use crate::instance::Mode;
use crate::view::{Node, World};

/// An instance of some stack.
type Ref = (u32, NodeId);

/// What the roots of an estate may give the roles of others.
#[derive(Debug, Default)]
pub(crate) struct Elsewhere {
    /// What attaches policies, by the name of a role that it writes out.
    named: FxHashMap<String, Vec<Ref>>,
    /// What attaches policies to roles that it names otherwise, but for those that its own root makes.
    open: Vec<Ref>,
    /// Roles.
    roles: Vec<Ref>,
    /// Storage configurations of workspaces.
    storage: Vec<Ref>,
}

impl Elsewhere {
    pub(crate) fn build(estate: &Estate) -> Self {
        let world = World::new(estate);
        let mut this = Self::default();
        for graph in world.graphs() {
            let places =
                |type_name| graph.possible(Mode::Managed, type_name).map(move |node| (graph.stack, node.id));
            this.roles.extend(places(IamRole::TYPE));
            this.storage.extend(places(MwsStorageConfiguration::TYPE));
            for (type_name, field) in ATTACHING {
                for node in graph.possible(Mode::Managed, type_name) {
                    world.forget();
                    let field = node.field(field);
                    let place = (graph.stack, node.id);
                    match (IamRole::in_root(&field), field.value().and_then(Value::as_str)) {
                        (Some(link), _)
                            if link.node.is_managed() && link.is_exact() && world.seen().is_empty() => {}
                        (None, Some(name)) => this.named.entry(name.to_owned()).or_default().push(place),
                        _ => this.open.push(place),
                    }
                }
            }
        }
        this
    }

    /// What may attach policies to a role of this name; where `vague`, also what names a role that is not known.
    pub(crate) fn attaching<'w>(
        &self,
        world: &'w World<'w>,
        name: Option<&str>,
        vague: bool,
    ) -> Vec<Node<'w>> {
        let all = self.named.values().filter(|_| name.is_none() && vague);
        let known = name.and_then(|name| self.named.get(name)).into_iter().chain(all).flatten();
        let mut places: Vec<Ref> = known.chain(&self.open).copied().collect();
        places.put_in_order();
        places.into_iter().filter_map(|place| existing(world, place)).collect()
    }

    /// The roles that exist.
    pub(crate) fn roles<'w>(&self, world: &'w World<'w>) -> impl Iterator<Item = Node<'w>> {
        self.roles.iter().filter_map(|place| existing(world, *place))
    }

    /// The storage configurations of workspaces that exist.
    pub(crate) fn storage<'w>(&self, world: &'w World<'w>) -> impl Iterator<Item = Node<'w>> {
        self.storage.iter().filter_map(|place| existing(world, *place))
    }
}

fn existing<'w>(world: &'w World<'w>, place: Ref) -> Option<Node<'w>> {
    world.node(place).filter(|node| !node.exists().is_false())
}
