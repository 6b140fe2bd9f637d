//! What changes about grants and securables meet: who granted and grants on a securable, which ones a plan makes and
//! which it ends. Looked up by name, so that a plan that changes all of them is judged in one pass.

use bricklint_findings::Sorting;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::databricks::grants::Grants;
use crate::estate::Estate;
use crate::graph::NodeId;
use crate::instance::{Action, Mode};
use crate::securable::{NameKey, Securable, SecurableType, declaring_types};
use crate::view::{GraphView, Node, World};

/// Type and folded name of a securable.
pub type Name = (SecurableType, String);

/// Nodes by what they name; those whose name another world may know stand aside.
#[derive(Debug, Default)]
struct ByName {
    known: FxHashMap<Name, Vec<NodeId>>,
    others: Vec<NodeId>,
}

impl ByName {
    fn add(&mut self, name: Option<Name>, id: NodeId) {
        match name {
            Some(name) => self.known.entry(name).or_default().push(id),
            None => self.others.push(id),
        }
    }

    /// Those of this name and those of a name that is not known, in the order of the graph.
    fn candidates(&self, name: &Name) -> Vec<NodeId> {
        let mut all: Vec<NodeId> = self.known.get(name).into_iter().flatten().copied().collect();
        all.extend_from_slice(&self.others);
        all.put_in_order();
        all
    }
}

#[derive(Debug, Default)]
struct OfStack {
    granted_before: FxHashMap<Name, Vec<NodeId>>,
    granted_after: ByName,
    made: ByName,
    ended: FxHashSet<Name>,
}

/// The changes of all stacks.
#[derive(Debug)]
pub(crate) struct TakeoverIndex(Vec<OfStack>);

impl TakeoverIndex {
    pub(crate) fn build(estate: &Estate) -> Self {
        let world = World::new(estate);
        Self(world.graphs().map(of_stack).collect())
    }

    fn of(&self, node: Node<'_>) -> Option<&OfStack> {
        self.0.get(node.graph().stack as usize)
    }
}

fn of_stack(graph: GraphView<'_>) -> OfStack {
    let mut out = OfStack::default();
    for node in nodes(graph, &mut Grants::TYPES.iter().copied()) {
        if let Some(name) = Securable::granted_before(node) {
            out.granted_before.entry(name).or_default().push(node.id);
        }
        out.granted_after.add(granted_after(node), node.id);
    }
    for node in nodes(graph, &mut declaring_types()) {
        let Some(change) = node.change() else { continue };
        if change.makes() {
            out.made.add(Securable::declared(node).and_then(|one| text(&one)), node.id);
        }
        if matches!(change.action(), Action::Delete | Action::Replace { .. }) {
            out.ended.extend(Securable::declared_before(node));
        }
    }
    out
}

fn nodes<'w>(graph: GraphView<'w>, types: &mut dyn Iterator<Item = &'static str>) -> Vec<Node<'w>> {
    let ids = types.flat_map(|name| graph.graph.instances_of(Mode::Managed, name));
    ids.map(|id| graph.node(*id)).collect()
}

fn text(securable: &Securable<'_>) -> Option<Name> {
    match securable.key() {
        Some(NameKey::Text(name)) => Some((securable.kind, name.to_lowercase())),
        Some(NameKey::Symbolic(_)) | None => None,
    }
}

/// What a resource grants on after apply, where that is known.
pub fn granted_after(node: Node<'_>) -> Option<Name> {
    text(&Grants::of(node)?.securable()?.0)
}

/// Other resources that granted on a securable before apply, in the order of the graph.
pub fn who_granted<'w>(node: Node<'w>, name: &Name) -> Vec<Node<'w>> {
    let index = node.world().estate().takeovers().of(node);
    let ids = index.and_then(|index| index.granted_before.get(name)).into_iter().flatten();
    ids.map(|id| node.graph().node(*id)).collect()
}

/// Resources that grant on a securable after apply, in the order of the graph.
pub fn who_grants<'w>(node: Node<'w>, name: &Name) -> Vec<Node<'w>> {
    let Some(index) = node.world().estate().takeovers().of(node) else { return Vec::new() };
    let all = index.granted_after.candidates(name).into_iter().map(|id| node.graph().node(id));
    all.filter(|other| granted_after(*other).as_ref() == Some(name)).collect()
}

/// Whether the plan makes a securable.
pub fn is_new(securable: &Securable<'_>) -> bool {
    let node = securable.node;
    let Some(index) = node.world().estate().takeovers().of(node) else { return false };
    let ids = match text(securable) {
        Some(name) => index.made.candidates(&name),
        None => index.made.others.clone(),
    };
    ids.into_iter()
        .map(|id| node.graph().node(id))
        .filter(|other| !other.exists().is_false())
        .any(|other| Securable::declared(other).is_some_and(|new| securable.equals(&new).is_true()))
}

/// Whether the plan destroys a securable, or what it is in.
pub fn is_ended(node: Node<'_>, name: &Name) -> bool {
    let Some(index) = node.world().estate().takeovers().of(node) else { return false };
    let above = name.1.match_indices('.').filter_map(|(at, _)| name.1.get(..at));
    let mut above = above.flat_map(|prefix| {
        [SecurableType::Catalog, SecurableType::Schema].map(|kind| (kind, prefix.to_owned()))
    });
    index.ended.contains(name) || above.any(|one| index.ended.contains(&one))
}
