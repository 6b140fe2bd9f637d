//! What changes about grants and securables meet: who granted and grants on a securable, which ones a plan makes and
//! which it ends. Looked up by name, so that a plan that changes all of them is judged in one pass.

use bricklint_findings::Sorting;
use bricklint_lang::tri::Tri;
use rustc_hash::FxHashMap;

use crate::databricks::grants::Grants;
use crate::databricks::level::{self, Level};
use crate::databricks::provider::Provider;
use crate::estate::Estate;
use crate::graph::NodeId;
use crate::instance::{Action, Mode};
use crate::securable::{Metastore, NameKey, Securable, SecurableType, declaring_types, metastore_of};
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
    ended: FxHashMap<Name, Vec<NodeId>>,
    /// What the provider configurations lead to through which grants can be managed.
    metastores: Vec<Metastore>,
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
        if matches!(change.action(), Action::Delete | Action::Replace { .. })
            && let Some(name) = Securable::declared_before(node)
        {
            out.ended.entry(name).or_default().push(node.id);
        }
    }
    out.metastores = managed_in(graph);
    out
}

/// What the provider configurations of a stack lead to through which grants can be managed. Of an account these are the
/// ones through which something of a workspace is, and of those without a block the ones that something uses.
fn managed_in(graph: GraphView<'_>) -> Vec<Metastore> {
    let stack = &graph.graph.stack;
    let mut uses = vec![(false, false); stack.providers.len()];
    for instance in &stack.instances {
        let gone = instance.change.as_ref().is_some_and(|change| change.gone);
        if let Some(used) = instance.provider.and_then(|at| uses.get_mut(at as usize)).filter(|_| !gone) {
            used.0 = true;
            used.1 |= level::level(instance.mode, &instance.type_name) == Some(Level::Workspace);
        }
    }
    let mut all = Vec::new();
    for (index, (config, (used, of_workspace))) in (0..).zip(stack.providers.iter().zip(uses)) {
        let node = graph.graph.provider_node(index).map(|id| graph.node(id));
        let is_managed = of_workspace
            || (used || config.declared) && !node.is_some_and(|node| Provider(node).is_of_account());
        if config.is_databricks() && is_managed {
            all.extend(graph.world().estate().provider_metastore(graph.stack, index));
        }
    }
    all.put_in_order();
    all.dedup();
    all
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

/// Whether the plan destroys what a resource granted on, or what that is in.
pub fn is_ended(node: Node<'_>, name: &Name) -> bool {
    let Some(index) = node.world().estate().takeovers().of(node) else { return false };
    let above = name.1.match_indices('.').filter_map(|(at, _)| name.1.get(..at));
    let above = above.flat_map(|prefix| {
        [SecurableType::Catalog, SecurableType::Schema].map(|kind| (kind, prefix.to_owned()))
    });
    let mut ended = above.chain([name.clone()]).filter_map(|one| index.ended.get(&one)).flatten();
    ended.any(|id| !in_one_metastore(node, node.graph().node(*id), name.0).is_false())
}

/// Whether two resources that name a securable of this type alike name the same. Configurations that may lead to one
/// metastore are not taken for that. A plan does not say through which one it removes what has no block any more.
pub fn in_one_metastore(node: Node<'_>, other: Node<'_>, kind: SecurableType) -> Tri {
    let provider = |node: Node<'_>| node.instance().and_then(|instance| instance.provider);
    if kind == SecurableType::Metastore || provider(node).is_none() || provider(other).is_none() {
        return Tri::True;
    }
    let (mine, theirs) = (metastores_of(node), metastores_of(other));
    let mut pairs = mine.iter().flat_map(|one| theirs.iter().map(|other| one.equals(other).is_true()));
    let Some(first) = pairs.next() else { return Tri::from(provider(node) == provider(other)) };
    match (pairs.all(|same| same == first), workspace(node), workspace(other)) {
        (true, ..) if first => Tri::True,
        (_, Some(mine), Some(theirs)) if mine == theirs => Tri::True,
        // Where assignments are known, two workspaces can have one metastore.
        (_, Some(_), Some(_)) if !mine.iter().chain(&theirs).any(Metastore::is_known) => Tri::False,
        (true, ..) => Tri::False,
        (false, ..) => Tri::Unknown,
    }
}

/// The metastores that a resource can be in.
fn metastores_of(node: Node<'_>) -> Vec<Metastore> {
    match node.world().estate().takeovers().of(node) {
        Some(index) if node.change().is_some_and(|change| change.gone) => index.metastores.clone(),
        _ => vec![metastore_of(node)],
    }
}

/// The id of the workspace that a resource is in, which the provider writes into the state.
fn workspace(node: Node<'_>) -> Option<String> {
    let block = match node.change() {
        Some(change) if change.is_removal() => node.before()?.single("provider_config"),
        _ => node.single("provider_config"),
    };
    block.known()?.effective("workspace_id").value()?.as_str().map(str::to_owned)
}
