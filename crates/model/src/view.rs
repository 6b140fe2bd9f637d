//! What a rule sees of the graph: nodes, blocks and fields, all three-valued.
//!
//! A [`World`] is the estate under an assignment of truth values to undecided conditions; the usual one
//! assumes nothing. Handles are small and `Copy`; nothing is allocated until a place is asked for.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::sync::Arc;

use bricklint_findings::address;
use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::convert::as_text;
use bricklint_lang::eval;
use bricklint_lang::tri::{self, Tri};
use bricklint_lang::value::{Blank, Map, Marks, Segment, Symbol, Value};
use rustc_hash::FxHashMap;

use crate::attr::Attr;
use crate::estate::Estate;
use crate::facts::ModuleFacts;
use crate::graph::{Certainty, Edge, EdgeKind, Graph, NodeId, NodeKind, alike};
use crate::instance::{self, BlockGroup, Body, Guard, Instance, InstanceKey, Mode, Slot};
use crate::partial::Partial;
use crate::place::{Part, Path, Place, Step};
use crate::remote_state;
use crate::securable;
use crate::stack::{Flow, ProviderConfig};

/// Truth values of conditions.
pub type Assignment = Vec<(Arc<Symbol>, bool)>;

/// The estate under an assignment.
pub struct World<'e> {
    estate: &'e Estate,
    assignment: Assignment,
    assumed: FxHashMap<(u32, NodeId), Body>,
    /// Conditions that something hung on which was read.
    seen: RefCell<Vec<Arc<Symbol>>>,
    /// Whether few attributes are read of many resources.
    skims: bool,
    /// The only node that may be looked at, with what it refers to.
    only: Cell<Option<(u32, NodeId)>>,
    /// A node that was asked what it refers to, of which nothing says that.
    unlinked: Cell<Option<(u32, NodeId)>>,
}

impl<'e> World<'e> {
    /// The estate as it is. Where bodies are not kept, few attributes are read of most resources.
    pub fn new(estate: &'e Estate) -> Self {
        Self {
            estate,
            assignment: Vec::new(),
            assumed: FxHashMap::default(),
            seen: RefCell::default(),
            skims: !estate.keeps_bodies(),
            only: Cell::default(),
            unlinked: Cell::default(),
        }
    }

    /// The estate where these conditions have these outcomes.
    pub fn assuming(estate: &'e Estate, assignment: Assignment) -> Self {
        let mut assumed = FxHashMap::default();
        for (symbol, _) in &assignment {
            let Some(graph) = estate.graphs.get(symbol.stack as usize) else { continue };
            for id in graph.nodes_hanging_on(symbol) {
                assumed
                    .entry((symbol.stack, *id))
                    .or_insert_with(|| assume_body(graph.body(*id), &assignment));
            }
        }
        Self { assignment, assumed, skims: false, ..Self::new(estate) }
    }

    /// The estate.
    pub fn estate(&self) -> &'e Estate {
        self.estate
    }

    /// The graph of a stack.
    pub fn graph(&self, stack: u32) -> Option<GraphView<'_>> {
        self.estate.graphs.get(stack as usize).map(|graph| GraphView { world: self, graph, stack })
    }

    /// The graphs of all stacks.
    pub fn graphs(&self) -> impl Iterator<Item = GraphView<'_>> {
        (0..).zip(&self.estate.graphs).map(|(stack, graph)| GraphView { world: self, graph, stack })
    }

    /// Whether conditions have outcomes here.
    pub(crate) fn assumes(&self) -> bool {
        !self.assignment.is_empty()
    }

    /// The conditions that what was read so far hangs on, each once, in the order they were met.
    pub fn seen(&self) -> Vec<Arc<Symbol>> {
        self.seen.borrow().clone()
    }

    /// Says that nothing but this node and what it refers to is looked at from now on; looking further is an error.
    pub fn confine(&self, only: Option<(u32, NodeId)>) {
        self.only.set(only);
    }

    /// Forgets which conditions were met.
    pub fn forget(&self) {
        self.seen.borrow_mut().clear();
    }

    /// The first node, since this was asked last, that was to say what it refers to and of which nothing says that.
    pub fn take_unlinked(&self) -> Option<Node<'_>> {
        self.node(self.unlinked.take()?)
    }

    /// The node of a stack.
    pub(crate) fn node(&self, (stack, id): (u32, NodeId)) -> Option<Node<'_>> {
        Some(self.graph(stack)?.node(id))
    }

    fn note(&self, symbol: &Arc<Symbol>) {
        let mut seen = self.seen.borrow_mut();
        if !seen.contains(symbol) {
            seen.push(symbol.clone());
        }
    }

    fn note_value(&self, value: &Value) {
        if !value.is_wholly_known() {
            eval::conditions(value, &mut self.seen.borrow_mut());
        }
    }

    /// Whether all guards hold: True without any, False when one is contradicted by the assignment.
    pub fn holds(&self, guards: &[Guard]) -> Tri {
        let mut all = Tri::True;
        for guard in guards {
            match self.assignment.iter().find(|(symbol, _)| *symbol == guard.condition) {
                Some((_, outcome)) if *outcome == guard.holds => {}
                Some(_) => return Tri::False,
                None => {
                    self.note(&guard.condition);
                    all = Tri::Unknown;
                }
            }
        }
        all
    }
}

fn assume_body(body: &Body, assignment: &Assignment) -> Body {
    let mut out = body.clone();
    assume_in_place(&mut out, assignment);
    out
}

fn assume_in_place(body: &mut Body, assignment: &Assignment) {
    for (_, slot) in &mut body.attributes {
        if !slot.value.is_wholly_known() {
            slot.value = eval::assume(&slot.value, assignment);
        }
    }
    for group in &mut body.blocks {
        for block in group.items.iter_mut().chain(&mut group.patterns) {
            assume_in_place(&mut block.body, assignment);
        }
    }
}

/// The cause of something that exists only under a condition.
pub fn guard_cause(guards: &[Guard]) -> Cause {
    match guards.first() {
        Some(guard) => condition_cause(&guard.condition),
        None => {
            Cause::new(CauseKind::AfterApply, "a condition", "it depends on a condition that is not known")
        }
    }
}

/// The cause that a condition is.
pub fn condition_cause(condition: &Symbol) -> Cause {
    let name = &condition.name;
    // The text of a condition names what it is about; a variable in it can be given a value.
    let variable = name.find("var.").and_then(|at| name.get(at..)).map(|rest| {
        let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.')));
        rest.get(..end.unwrap_or(rest.len())).unwrap_or(rest)
    });
    match variable {
        Some(variable) => Cause::new(CauseKind::Variable, variable, format!("`{variable}` has no value")),
        None => {
            Cause::new(CauseKind::AfterApply, name.clone(), format!("`{name}` is not known before apply"))
        }
    }
}

/// The graph of one stack in a world.
#[derive(Clone, Copy)]
pub struct GraphView<'w> {
    world: &'w World<'w>,
    /// The graph itself.
    pub graph: &'w Graph,
    /// Number of the stack.
    pub stack: u32,
}

impl<'w> GraphView<'w> {
    /// The world it is seen in.
    pub fn world(self) -> &'w World<'w> {
        self.world
    }

    /// The node `id`.
    pub fn node(self, id: NodeId) -> Node<'w> {
        debug_assert!(
            self.world.only.get().is_none_or(|(stack, only)| {
                stack == self.stack && (only == id || self.graph.outgoing(only).any(|edge| edge.to == id))
            }),
            "a check that looks at nothing but its own node and what that refers to looks at `{}`",
            self.graph.address(id)
        );
        Node { view: self, id }
    }

    /// The resource attributes that flowed into a value itself, without its elements.
    pub fn flows(self, value: &Value) -> &'w [Flow] {
        self.graph.stack.flows(value.provenance())
    }

    /// The instances that a flow can come from, also those that stand for all of an unknown repetition.
    pub fn sources(self, flow: &Flow) -> impl Iterator<Item = Node<'w>> {
        let ids = self.graph.instances_of(flow.mode, &flow.type_name);
        ids.iter().map(move |id| self.node(*id)).filter(move |node| {
            node.instance().is_some_and(|instance| {
                let any = flow.key == InstanceKey::Any || instance.key == InstanceKey::Any;
                instance.module == flow.module
                    && instance.name == flow.name
                    && (any || instance.key == flow.key)
            })
        })
    }

    /// The known instances of a type, and why there can be more. Instances whose existence is not known
    /// count as ones that can exist; those that the plan removes do not count.
    pub fn of_type(self, mode: Mode, type_name: &str) -> Partial<Node<'w>> {
        let mut open = self.graph.may_hold(mode, type_name).cloned();
        let mut known = Vec::new();
        for node in self.possible(mode, type_name) {
            match node.exists() {
                Tri::True => known.push(node),
                Tri::Unknown => open = open.or_else(|| node.uncertainty()),
                Tri::False => {}
            }
        }
        Partial::new(known, open)
    }

    /// All instances of a type that exist or may exist.
    pub fn possible(self, mode: Mode, type_name: &str) -> impl Iterator<Item = Node<'w>> {
        self.graph
            .instances_of(mode, type_name)
            .iter()
            .map(move |id| self.node(*id))
            .filter(|node| !node.exists().is_false())
    }
}

/// A node of the graph in a world.
#[derive(Clone, Copy)]
pub struct Node<'w> {
    view: GraphView<'w>,
    /// Its index in the graph.
    pub id: NodeId,
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.view.stack == other.view.stack
    }
}

impl Eq for Node<'_> {}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.address())
    }
}

impl<'w> Node<'w> {
    /// The graph it is in.
    pub fn graph(self) -> GraphView<'w> {
        self.view
    }

    /// The world it is seen in.
    pub fn world(self) -> &'w World<'w> {
        self.view.world
    }

    /// What it is.
    pub fn kind(self) -> NodeKind {
        self.view.graph.kind(self.id)
    }

    /// Terraform address; the natural key of something external.
    pub fn address(self) -> &'w str {
        self.view.graph.address(self.id)
    }

    /// The address as a message about `other` names it, in code quotes: with its root where that is another.
    pub fn named_beside(self, other: Node<'_>) -> String {
        let (address, stack) = (self.address(), &self.view.graph.stack);
        if self.view.stack == other.view.stack {
            return format!("`{address}`");
        }
        // A plan of which nobody says the root has the name of its file.
        let word = if stack.plan_path.as_ref() == Some(&stack.root) { "" } else { "root " };
        format!("`{address}` in {word}`{}`", stack.root)
    }

    /// Terraform type; `databricks` or another provider's name for a provider configuration.
    pub fn type_name(self) -> &'w str {
        self.view.graph.type_name(self.id)
    }

    /// The instance, if it is one.
    pub fn instance(self) -> Option<&'w Instance> {
        self.view.graph.instance(self.id)
    }

    /// Whether it is a resource, not a data source, a provider or something external.
    pub fn is_managed(self) -> bool {
        self.instance().is_some_and(|instance| instance.mode == Mode::Managed)
    }

    /// Whether it is outside this stack: a literal name that nothing here declares.
    pub fn is_external(self) -> bool {
        matches!(self.kind(), NodeKind::External(_))
    }

    /// Whether it exists after apply.
    pub fn exists(self) -> Tri {
        let Some(instance) = self.instance() else { return Tri::True };
        if instance.change.as_deref().is_some_and(instance::Change::is_removal) {
            return Tri::False;
        }
        let guarded = self.world().holds(&instance.when);
        // A guarded instance is uncertain because of its guards alone.
        if instance.uncertain.is_some() && (instance.when.is_empty() || guarded.is_unknown()) {
            return guarded.and(Tri::Unknown);
        }
        guarded
    }

    /// Whether it exists, given that another one does: it is the same one, or each repetition that it stands in is one
    /// that the other stands in too, or goes over the same.
    pub fn exists_beside(self, other: Self) -> Tri {
        let exists = self.exists();
        if !exists.is_unknown() || self == other {
            return exists.max(Tri::from(self == other));
        }
        let (Some(mine), Some(theirs)) = (self.instance(), other.instance()) else { return exists };
        if self.view.stack != other.view.stack
            || mine.uncertain != theirs.uncertain
            || !mine.when.iter().all(|guard| theirs.when.contains(guard))
        {
            return exists;
        }
        let stack = &self.view.graph.stack;
        let (around, beside) = (stack.repetitions_of(mine), stack.repetitions_of(theirs));
        let keys: Vec<&str> = beside.iter().filter_map(|all| stack.keys_of(all)).collect();
        let shared =
            |all: &&str| beside.contains(all) || stack.keys_of(all).is_some_and(|own| keys.contains(&own));
        // Some of its siblings may be of another repetition.
        let alone = || {
            let all = self.view.graph.instances_of(mine.mode, &mine.type_name).iter();
            let mut open =
                all.filter_map(|id| self.view.node(*id).instance()).filter(|one| one.key == InstanceKey::Any);
            !open.any(|one| one.module == mine.module && one.name == mine.name)
        };
        let implied =
            !around.is_empty() && around.iter().all(shared) && (mine.key == InstanceKey::Any || alone());
        if implied { Tri::True } else { exists }
    }

    /// Why it is not known whether, or how often, it exists.
    pub fn uncertainty(self) -> Option<Cause> {
        let instance = self.instance()?;
        match self.exists() {
            Tri::Unknown => Some(instance.uncertain.clone().unwrap_or_else(|| guard_cause(&instance.when))),
            Tri::True | Tri::False => None,
        }
    }

    /// What a plan does with it; none without a plan, and for a data source that was read already.
    pub fn change(self) -> Option<&'w instance::Change> {
        self.instance()?.change.as_deref()
    }

    /// Its values before apply, where a plan shows any: read them with [`Block::effective`]. Places in it are
    /// those of the node.
    pub fn before(self) -> Option<Block<'w>> {
        Some(self.block_of(self.change()?.before.as_ref()?.get()))
    }

    /// Its values before apply, as far as `name` is concerned: one of [`instance::KEYS`] costs less than all of them.
    pub fn before_with(self, name: &str) -> Option<Block<'w>> {
        Some(self.block_of(self.change()?.before.as_ref()?.with(name)))
    }

    /// The values that the last apply left and those that a refresh found, where something was changed outside
    /// Terraform. The second is none where the object is gone.
    pub fn drift(self) -> Option<(Block<'w>, Option<Block<'w>>)> {
        let drift = self.change()?.drift.as_deref()?;
        let found = drift.after.as_ref().map(|body| self.block_of(body.get()));
        Some((self.block_of(drift.before.as_ref()?.get()), found))
    }

    fn block_of(self, body: &'w Body) -> Block<'w> {
        Block { node: self, source: Source::Body(body), trail: Trail::default() }
    }

    /// Its provider configuration.
    pub fn provider(self) -> Option<Self> {
        let provider = self.instance()?.provider?;
        self.view.graph.provider_node(provider).map(|id| self.view.node(id))
    }

    /// Whether it may have another one: a plan does not say through which of several it removes what has no block any more.
    pub fn may_have_another_provider(self) -> bool {
        let all = &self.graph().graph.stack.providers;
        let own = || all.get(self.instance()?.provider? as usize);
        let is_another =
            |own: &ProviderConfig| all.iter().filter(|other| other.source == own.source).count() > 1;
        self.change().is_some_and(|change| change.gone) && own().is_some_and(is_another)
    }

    /// The provider configuration that it is.
    pub fn configuration(self) -> Option<&'w ProviderConfig> {
        let NodeKind::Provider(at) = self.kind() else { return None };
        self.graph().graph.stack.providers.get(at as usize)
    }

    /// Whether another of its stack has, or may have, the same provider configuration.
    pub fn may_share_provider(self, other: Node<'_>) -> bool {
        let of = |node: Node<'w>| node.provider().and_then(Node::configuration);
        let index = |node: Node<'_>| node.instance()?.provider;
        index(self) == index(other) || {
            let other = other.provider().and_then(Node::configuration);
            of(self).zip(other).is_some_and(|(a, b)| a.may_be(b))
        }
    }

    /// The version of the Databricks provider that its module asks for, where it is of that provider and the schema table may
    /// be wrong about that version.
    pub fn version(self) -> Option<&'w str> {
        self.module_facts()?.version.as_deref()
    }

    /// The same, or one that may not ask for as much beside its schema.
    pub fn version_or_older(self) -> Option<&'w str> {
        let facts = self.module_facts()?;
        facts.version.as_deref().or(facts.older.as_deref())
    }

    fn module_facts(self) -> Option<&'w ModuleFacts> {
        let instance = self.instance().filter(|it| it.type_name.starts_with("databricks_"))?;
        let module = instance.module as usize;
        let directory = &self.view.graph.stack.modules.get(module)?.directory;
        let modules = &self.world().estate().modules;
        let at = modules.binary_search_by(|module| module.directory.cmp(directory)).ok()?;
        modules.get(at)
    }

    /// The whole body as a block.
    pub fn block(self) -> Block<'w> {
        self.block_of(self.body())
    }

    /// The body as a block in which this attribute or block is what it is in the whole.
    pub fn block_with(self, name: &str) -> Block<'w> {
        self.block_of(self.body_with(name))
    }

    /// The attribute `name`.
    pub fn field(self, name: &'static str) -> Field<'w> {
        self.block_with(name).field(name)
    }

    /// The attribute `name` as it will hold; see [`Block::effective`].
    pub fn effective(self, name: &'static str) -> Field<'w> {
        self.block_of(self.body_with(name)).effective(name)
    }

    /// The nested blocks `name`.
    pub fn blocks(self, name: &'static str) -> Blocks<'w> {
        self.block_of(self.body_with(name)).blocks(name)
    }

    /// The nested block `name` of which there is at most one.
    pub fn single(self, name: &'static str) -> Attr<Block<'w>> {
        self.block_of(self.body_with(name)).single(name)
    }

    /// The body in this world.
    pub fn body(self) -> &'w Body {
        let key = (self.view.stack, self.id);
        match self.world().assumed.get(&key) {
            Some(body) => body,
            None => self.view.graph.body(self.id),
        }
    }

    /// A body in this world in which this attribute or block is what it is in the whole.
    pub fn body_with(self, name: &str) -> &'w Body {
        let key = (self.view.stack, self.id);
        if let Some(body) = self.world().assumed.get(&key) {
            return body;
        }
        // Of what only declares something hardly anything else is read, nor of what was judged already.
        let kept = || self.change().is_some_and(|change| change.kept);
        let skims = self.world().skims && (!instance::READ_WHOLE.contains(&self.type_name()) || kept());
        if skims || securable::declares(self.type_name()) {
            return self.view.graph.body_with(self.id, name);
        }
        self.view.graph.body(self.id)
    }

    /// The header of its block.
    pub fn place(self) -> Place {
        self.place_at(Path::root(), Part::Header)
    }

    /// A place in it.
    pub fn place_at(self, path: Path, part: Part) -> Place {
        Place { stack: self.view.stack, owner: self.view.graph.owner(self.id), path, part }
    }

    /// What it refers to.
    pub fn outgoing(self) -> impl Iterator<Item = Link<'w>> {
        self.note_unlinked(self.instance().is_some_and(|instance| instance.unlinked).then_some(self.id));
        self.known_links()
    }

    fn known_links(self) -> impl Iterator<Item = Link<'w>> {
        self.view.graph.outgoing(self.id).filter_map(move |edge| self.link(edge, edge.to))
    }

    /// What refers to it.
    pub fn incoming(self) -> impl Iterator<Item = Link<'w>> {
        self.note_unlinked(self.view.graph.unlinked());
        self.view.graph.incoming(self.id).filter_map(move |edge| self.link(edge, edge.from))
    }

    fn note_unlinked(self, node: Option<NodeId>) {
        let unlinked = &self.world().unlinked;
        if let Some(id) = node
            && unlinked.get().is_none()
        {
            unlinked.set(Some((self.view.stack, id)));
        }
    }

    fn link(self, edge: &'w Edge, other: NodeId) -> Option<Link<'w>> {
        // What a known text was made of does not say what it names.
        if edge.kind == EdgeKind::Part && edge.certainty == Certainty::Exact {
            return None;
        }
        let node = self.view.node(other);
        let certainty = match self.world().holds(&edge.when) {
            Tri::False => return None,
            Tri::Unknown => Certainty::Possible,
            Tri::True => edge.certainty,
        };
        match node.exists_beside(self) {
            Tri::False => None,
            Tri::Unknown => Some(Link { edge, node, certainty: Certainty::Possible }),
            Tri::True => Some(Link { edge, node, certainty }),
        }
    }
}

/// An edge seen from one of its ends.
#[derive(Clone, Copy)]
pub struct Link<'w> {
    /// The edge.
    pub edge: &'w Edge,
    /// The other end.
    pub node: Node<'w>,
    /// Exact only where the edge is, and its conditions hold, and the other end exists where this one does.
    pub certainty: Certainty,
}

impl Link<'_> {
    /// Whether it can carry a violation.
    pub fn is_exact(&self) -> bool {
        self.certainty == Certainty::Exact
    }
}

/// One step of a trail: a name, with an index or key below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hop<'w> {
    name: &'w str,
    index: Option<u32>,
}

const MAX_HOPS: usize = 8;

/// An attribute path without allocation. Deeper than any block that a rule reads it ends early, and the
/// place is then that of an enclosing block.
#[derive(Clone, Copy)]
struct Trail<'w> {
    hops: [Hop<'w>; MAX_HOPS],
    len: u8,
}

impl Default for Trail<'_> {
    fn default() -> Self {
        Self { hops: [Hop { name: "", index: None }; MAX_HOPS], len: 0 }
    }
}

impl<'w> Trail<'w> {
    fn push(mut self, name: &'w str, index: Option<u32>) -> Self {
        if let Some(hop) = self.hops.get_mut(self.len as usize) {
            *hop = Hop { name, index };
            self.len += 1;
        }
        self
    }

    fn hops(&self) -> &[Hop<'w>] {
        self.hops.get(..self.len as usize).unwrap_or_default()
    }

    fn path(&self) -> Path {
        let mut steps = Vec::with_capacity(self.hops().len() * 2);
        for hop in self.hops() {
            if !hop.name.is_empty() {
                steps.push(Step::Name(hop.name.into()));
            }
            if let Some(index) = hop.index {
                steps.push(Step::Index(index as usize));
            }
        }
        Path(steps)
    }

    fn leads_to(&self, path: &Path) -> bool {
        let mut steps = path.0.iter();
        for hop in self.hops() {
            if !hop.name.is_empty() && !matches!(steps.next(), Some(Step::Name(name)) if **name == *hop.name)
            {
                return false;
            }
            if let Some(index) = hop.index
                && !matches!(steps.next(), Some(Step::Index(at)) if *at == index as usize)
            {
                return false;
            }
        }
        steps.next().is_none()
    }
}

/// What a block's content is read from.
#[derive(Clone, Copy)]
enum Source<'w> {
    /// A block.
    Body(&'w Body),
    /// An object in a list that stands where blocks usually do.
    Object(&'w Map),
}

/// A block, or an object that stands for one.
#[derive(Clone, Copy)]
pub struct Block<'w> {
    /// What it belongs to.
    pub node: Node<'w>,
    source: Source<'w>,
    trail: Trail<'w>,
}

impl fmt::Debug for Block<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.node.address(), self.trail.path())
    }
}

impl<'w> Block<'w> {
    /// The attribute `name` as the author wrote it; what a plan fills in for a resource counts as absent.
    pub fn field(&self, name: &'static str) -> Field<'w> {
        self.read(name, false)
    }

    /// The attribute `name` as it will hold: written, computed or a default that a plan shows.
    pub fn effective(&self, name: &'static str) -> Field<'w> {
        self.read(name, true)
    }

    fn read(&self, name: &'static str, effective: bool) -> Field<'w> {
        let trail = self.trail.push(name, None);
        let (value, open, literal) = match self.source {
            Source::Body(body) => {
                // What a data source returns is all it has.
                let counts = |slot: &&Slot| slot.written || effective || !self.node.is_managed();
                let slot = body.attribute(name).filter(counts);
                let open = if slot.is_none() { body.open.as_ref() } else { None };
                (slot.map(|slot| &slot.value), open, slot.is_some_and(|slot| slot.literal))
            }
            Source::Object(map) => (map.get(name), None, false),
        };
        if let Some(value) = value {
            self.node.world().note_value(value);
        }
        Field { node: self.node, trail, value, open, literal }
    }

    /// Whether there is such an attribute, or can be one that is not seen.
    pub(crate) fn may_hold(&self, name: &str) -> bool {
        match self.source {
            Source::Body(body) => body.attribute(name).is_some() || body.open.is_some(),
            Source::Object(map) => map.get(name).is_some(),
        }
    }

    /// Whether the author wrote the attribute, as opposed to a plan filling it in.
    pub fn is_written(&self, name: &str) -> bool {
        match self.source {
            Source::Body(body) => body.attribute(name).is_some_and(|slot: &Slot| slot.written),
            Source::Object(map) => map.get(name).is_some(),
        }
    }

    /// Whether there are blocks of this name, or what stands for them and is not just written out.
    pub fn has_evaluated(&self, name: &str) -> bool {
        match self.source {
            Source::Body(body) => {
                body.attribute(name).is_some_and(|slot| !slot.literal) || body.group(name).is_some()
            }
            Source::Object(map) => map.get(name).is_some(),
        }
    }

    /// The blocks `name`, also where they are written as an attribute that holds objects.
    pub fn blocks(&self, name: &'static str) -> Blocks<'w> {
        let mut known = Vec::new();
        let mut more = None;
        match self.source {
            Source::Body(body) => {
                if let Some(group) = body.group(name) {
                    more = group.more.as_ref().filter(|cause| self.can_have_more(group, cause)).cloned();
                    known.reserve_exact(group.items.len());
                    for (index, block) in (0..).zip(&group.items) {
                        match self.node.world().holds(&block.when) {
                            Tri::True => known.push(Block {
                                node: self.node,
                                source: Source::Body(&block.body),
                                trail: self.trail.push(name, Some(index)),
                            }),
                            Tri::Unknown => more = more.or_else(|| Some(guard_cause(&block.when))),
                            Tri::False => {}
                        }
                    }
                } else if let Some(slot) = body.attribute(name) {
                    self.objects(name, &slot.value, &mut known, &mut more);
                } else {
                    more.clone_from(&body.open);
                }
            }
            Source::Object(map) => {
                if let Some(value) = map.get(name) {
                    self.objects(name, value, &mut known, &mut more);
                }
            }
        }
        Blocks { parent: *self, name, partial: Partial::new(known, more) }
    }

    /// Whether there can be more blocks than are known in this case: each `dynamic` that may make some has its pattern,
    /// with the conditions under which it does.
    fn can_have_more(&self, group: &BlockGroup, cause: &Cause) -> bool {
        let possible = |pattern: &instance::Block| !self.node.world().holds(&pattern.when).is_false();
        cause.kind == CauseKind::Limit || group.patterns.is_empty() || group.patterns.iter().any(possible)
    }

    /// Blocks that stand for all that a `dynamic` over an unknown collection makes, one for each that can make any.
    pub fn patterns(&self, name: &'static str) -> Vec<Self> {
        let Source::Body(body) = self.source else { return Vec::new() };
        let Some(group) = body.group(name) else { return Vec::new() };
        let first = group.items.len() as u32;
        let block = |(index, block): (u32, &'w instance::Block)| {
            let trail = self.trail.push(name, Some(index));
            let possible = !self.node.world().holds(&block.when).is_false();
            possible.then_some(Self { node: self.node, source: Source::Body(&block.body), trail })
        };
        (first..).zip(&group.patterns).filter_map(block).collect()
    }

    fn objects(&self, name: &'static str, value: &'w Value, known: &mut Vec<Self>, more: &mut Option<Cause>) {
        self.node.world().note_value(value);
        known.reserve_exact(if let Value::Seq { value, .. } = value { value.items.len() } else { 1 });
        let mut one = |index: Option<u32>, value: &'w Value| match value {
            Value::Map { value: map, .. } => {
                let trail = self.trail.push(name, index);
                known.push(Block { node: self.node, source: Source::Object(map), trail });
            }
            Value::Null { .. } => {}
            other => {
                let misfit = || {
                    let subject = format!("{}.{}", self.node.address(), self.trail.push(name, index).path());
                    Cause::new(CauseKind::Schema, subject, "it is something else where blocks belong")
                };
                *more = more.take().or_else(|| other.cause().cloned()).or_else(|| Some(misfit()));
            }
        };
        match value {
            Value::Seq { value: seq, .. } => {
                for (index, item) in (0..).zip(&seq.items) {
                    one(Some(index), item);
                }
            }
            other => one(None, other),
        }
    }

    /// The block `name` of which there is at most one.
    pub fn single(&self, name: &'static str) -> Attr<Block<'w>> {
        let (known, more) = self.blocks(name).partial.into_parts();
        match (known.into_iter().next(), more) {
            (Some(block), _) => Attr::Known(block),
            (None, Some(cause)) => Attr::Unknown(cause),
            (None, None) => Attr::Absent,
        }
    }

    /// Header of the block.
    pub fn place(&self) -> Place {
        self.node.place_at(self.trail.path(), Part::Header)
    }

    /// Attribute path of the block.
    pub fn path(&self) -> Path {
        self.trail.path()
    }
}

/// The blocks of one type in a block.
#[derive(Clone, Debug)]
pub struct Blocks<'w> {
    /// The block they are in.
    pub parent: Block<'w>,
    /// The block type.
    pub name: &'static str,
    partial: Partial<Block<'w>>,
}

impl<'w> Blocks<'w> {
    /// The blocks as a set that may be open.
    pub fn partial(self) -> Partial<Block<'w>> {
        self.partial
    }

    /// Whether some block satisfies `test`; False only when no other block can exist.
    pub fn any(&self, test: impl FnMut(&Block<'w>) -> Tri) -> Tri {
        self.partial.any(test)
    }

    /// Whether there is a block.
    pub fn is_nonempty(&self) -> Tri {
        self.partial.is_nonempty()
    }

    /// Why there can be more than the known ones.
    pub fn more(&self) -> Option<&Cause> {
        self.partial.more()
    }
}

/// An attribute, or an element of one.
#[derive(Clone, Copy)]
pub struct Field<'w> {
    /// What it belongs to.
    pub node: Node<'w>,
    trail: Trail<'w>,
    value: Option<&'w Value>,
    open: Option<&'w Cause>,
    /// Whether it is written out.
    literal: bool,
}

impl fmt::Debug for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.node.address(), self.trail.path())
    }
}

impl<'w> Field<'w> {
    /// The value as it is; `None` where nothing is written.
    pub fn value(&self) -> Option<&'w Value> {
        self.value
    }

    /// Whether it is set: null, `""` and absence are not; an unknown is, unless null is one of its visible
    /// alternatives.
    pub fn is_set(&self) -> Tri {
        match self.value {
            None => Tri::from(false).or(if self.open.is_some() { Tri::Unknown } else { Tri::False }),
            Some(value) => is_set(value),
        }
    }

    /// Why it, or a part of it, is unknown.
    pub fn cause(&self) -> Option<Cause> {
        match self.value {
            None => self.open.cloned(),
            Some(value) => value.cause().cloned(),
        }
    }

    /// Why it is unknown, also where nothing says so.
    pub fn cause_or(&self, subject: &str) -> Cause {
        self.cause().unwrap_or_else(|| {
            Cause::new(CauseKind::AfterApply, subject, format!("`{subject}` is not known"))
        })
    }

    fn read<T>(&self, read: impl FnOnce(&'w Value) -> Option<T>) -> Attr<T> {
        match self.value {
            None => self.open.map_or(Attr::Absent, |cause| Attr::Unknown(cause.clone())),
            Some(Value::Null { .. }) => Attr::Absent,
            Some(value) => match read(value) {
                Some(known) => Attr::Known(known),
                None => Attr::Unknown(self.cause_or(&self.path().to_string())),
            },
        }
    }

    /// The text; `""` counts as absent.
    pub fn str(&self) -> Attr<&'w str> {
        match self.read(Value::as_str) {
            Attr::Known("") => Attr::Absent,
            other => other,
        }
    }

    /// The text where it may be shown, for fingerprints.
    pub fn public(&self) -> Option<Cow<'w, str>> {
        let text = self.str().known().filter(|_| !self.value().is_some_and(Value::holds_secret));
        text.map(|text| self.without_keys(text))
    }

    /// A text that is made of it, for fingerprints; see [`without_keys`]. What is written out stays.
    pub fn without_keys<'t>(&self, text: &'t str) -> Cow<'t, str> {
        without_keys(text, if self.literal { "" } else { self.node.address() })
    }

    /// Whether it is written out: the expression refers to nothing.
    pub(crate) fn is_literal(&self) -> bool {
        self.literal
    }

    /// The truth value; the words `"true"` and `"false"` count.
    pub fn bool(&self) -> Attr<bool> {
        self.read(|value| {
            value.as_bool().or_else(|| match value.as_str() {
                Some("true") => Some(true),
                Some("false") => Some(false),
                _ => None,
            })
        })
    }

    /// The value, wholly known or not.
    pub fn known_value(&self) -> Attr<&'w Value> {
        self.read(|value| Some(value).filter(|value| !value.is_unknown()))
    }

    /// The elements of a list or set, and why there can be more.
    pub fn items(&self) -> Partial<Field<'w>> {
        let Some(value) = self.value else {
            return Partial::new(Vec::new(), self.open.cloned());
        };
        match value {
            Value::Null { .. } => Partial::closed(Vec::new()),
            Value::Seq { value: seq, .. } => {
                let item = |(index, item): (u32, &'w Value)| Field {
                    trail: self.trail.push("", Some(index)),
                    value: Some(item),
                    open: None,
                    ..*self
                };
                Partial::closed((0..).zip(&seq.items).map(item).collect())
            }
            other if other.is_unknown() => Partial::open(Vec::new(), self.cause_or(&self.path().to_string())),
            // A single value where a list is meant.
            _ => Partial::closed(vec![*self]),
        }
    }

    /// Whether it can hold something else than what it refers to; see [`crate::graph::Graph::may_be_another`].
    pub fn may_be_another(&self) -> bool {
        self.value.is_some_and(|value| self.node.graph().graph.may_be_another(value))
    }

    /// Whether two fields hold the same value; a number or truth value and its text are the same to a
    /// provider. Not set on either side is Unknown.
    pub fn equals(&self, other: &Field<'_>) -> Tri {
        match (self.value, other.value) {
            (Some(a), Some(b)) if !a.is_null() && !b.is_null() => alike(a, b),
            _ => Tri::Unknown,
        }
    }

    /// Whether it holds this text; not set is False.
    pub fn is_text(&self, text: &str) -> Tri {
        match self.value {
            None => {
                if self.open.is_some() {
                    Tri::Unknown
                } else {
                    Tri::False
                }
            }
            Some(value) if value.is_null() => Tri::False,
            Some(value) => match value.as_str() {
                Some(known) => Tri::from(known == text),
                None => tri::equals(&as_text(value), &Value::string(text)),
            },
        }
    }

    /// The value as a message shows it: in code quotes, or named where it must not be shown. Long text is
    /// cut. What the configuration has no name for is named by the attribute that it is set to.
    pub fn shown(&self) -> String {
        match self.value {
            None => "nothing".to_owned(),
            Some(value) if !value.holds_secret() && is_nameless(value) => {
                format!("`{}` of `{}`", self.path(), self.node.address())
            }
            Some(value) => self.node.world().estate().environment_of(value).unwrap_or_else(|| shown(value)),
        }
    }

    /// What it refers to by an edge.
    pub fn links(&self) -> impl Iterator<Item = Link<'w>> + use<'w> {
        let trail = self.trail;
        if self.node.instance().is_some_and(|instance| instance.unlinked)
            && self.value().is_some_and(|value| !value.is_wholly_known())
        {
            self.node.note_unlinked(Some(self.node.id));
        }
        self.node.known_links().filter(move |link| trail.leads_to(&link.edge.from_path))
    }

    /// Place of the value.
    pub fn place(&self) -> Place {
        self.node.place_at(self.trail.path(), Part::Value)
    }

    /// Place of the name.
    pub fn key_place(&self) -> Place {
        self.node.place_at(self.trail.path(), Part::Key)
    }

    /// Attribute path.
    pub fn path(&self) -> Path {
        self.trail.path()
    }
}

/// A text with `*` for each word that is a key of `for_each` in an address, since what is put together with `each.key` is one
/// thing in all instances.
pub fn without_keys<'t>(text: &'t str, address: &str) -> Cow<'t, str> {
    let mut text = Cow::Borrowed(text);
    for step in address::steps(address) {
        let address::Step::Key(key) = step else { continue };
        let address::Key::Text(key) = address::Key::of(key) else { continue };
        // Names fold case.
        let (key, folded) = (key.to_ascii_lowercase(), text.to_ascii_lowercase());
        let is_word = |at: usize| {
            let (before, after) = (folded.get(..at), folded.get(at + key.len()..));
            let next = [before.and_then(|s| s.chars().next_back()), after.and_then(|s| s.chars().next())];
            !key.is_empty() && !next.into_iter().flatten().any(char::is_alphanumeric)
        };
        let mut found: Vec<usize> = folded.match_indices(&key).map(|(at, _)| at).collect();
        found.retain(|at| is_word(*at));
        for at in found.into_iter().rev() {
            text.to_mut().replace_range(at..at + key.len(), "*");
        }
    }
    text
}

/// Whether a value is set: null and `""` are not.
pub fn is_set(value: &Value) -> Tri {
    match value {
        Value::Null { .. } => Tri::False,
        Value::Unknown { value: unknown, .. } => match &unknown.cases {
            Some(cases) => {
                let (yes, no) = (is_set(&cases.yes), is_set(&cases.no));
                if yes == no { yes } else { Tri::Unknown }
            }
            None if unknown.may_be != Blank::NONE => Tri::Unknown,
            None => Tri::True,
        },
        Value::String { .. } => match value.as_str() {
            Some(text) => Tri::from(!text.is_empty()),
            None if Blank::of(value).empty => Tri::Unknown,
            None => Tri::True,
        },
        _ => Tri::True,
    }
}

/// Whether the text of a symbol is one that a configuration can hold. Elements of collections that are not known
/// and values converted on the way have none there.
fn is_name(symbol: &Symbol) -> bool {
    const INNER: &[&str] = &["[*]", "each.key", "each.value", "count.index", "convert("];
    !INNER.iter().any(|inner| symbol.name.contains(inner) || symbol.path.contains(inner))
}

/// Whether an unknown, or one of its cases, has no name in the configuration.
fn is_nameless(value: &Value) -> bool {
    let Some(unknown) = value.as_unknown() else { return false };
    match (&unknown.cases, &unknown.symbol) {
        (Some(cases), _) => is_nameless(&cases.yes) || is_nameless(&cases.no),
        (None, symbol) => symbol.as_ref().is_some_and(|symbol| !is_name(symbol)),
    }
}

/// What has no name of its own as it is written where it stands: `each.key`.
fn in_place(value: &Value) -> &str {
    let path = value.symbol().map_or("", |symbol| &*symbol.path);
    if path.starts_with("each.") || path.starts_with("count.") { path } else { "..." }
}

/// Whether Terraform itself would not print the value.
pub(crate) fn is_sensitive(value: &Value) -> bool {
    !value.marks().without(Marks::SECRET_SOURCE).printable() || value.any_part(&mut is_sensitive)
}

/// A value as a message shows it: in code quotes, or named where it must not be shown.
pub fn shown(value: &Value) -> String {
    if value.holds_secret() {
        return if is_sensitive(value) { "a sensitive value" } else { "a value that is not printed" }
            .to_owned();
    }
    if let Some(cases) = value.as_unknown().and_then(|unknown| unknown.cases.as_deref()) {
        let (yes, no) = (shown(&cases.yes), shown(&cases.no));
        return if yes == no { yes } else { format!("{yes} or {no}") };
    }
    let text = match value {
        Value::Null { .. } => "null".to_owned(),
        Value::Bool { value, .. } => value.to_string(),
        Value::Int { value, .. } => value.to_string(),
        Value::Unknown { value, .. } => match &value.symbol {
            Some(symbol) if !is_name(symbol) => {
                return format!("a value from `{}`", value.cause.subject);
            }
            Some(_) if let Some(output) = remote_state::shown(value) => output,
            Some(symbol) => {
                // The names in an expression are those of its module.
                let bare = symbol.module.is_empty() || symbol.name.contains(['(', ' ']);
                let dot = if bare { "" } else { "." };
                let module = if bare { "" } else { &*symbol.module };
                format!("{module}{dot}{symbol}")
            }
            None => value.cause.subject.to_string(),
        },
        _ => match (value.as_str(), value.as_segments()) {
            (Some(text), _) => text.to_owned(),
            (None, Some(parts)) => {
                let part = |part: &Segment| match part {
                    Segment::Known(text) => text.to_string(),
                    Segment::Hole(hole) if is_nameless(hole) => format!("${{{}}}", in_place(hole)),
                    Segment::Hole(hole) => format!("${{{}}}", shown(hole).replace('`', "")),
                };
                parts.iter().map(part).collect()
            }
            (None, None) => value.as_number().map_or_else(|| "a value".to_owned(), |n| n.to_string()),
        },
    };
    // Long names begin alike and differ at their end.
    let length = text.chars().count();
    if length > 100 {
        let (head, tail): (String, String) =
            (text.chars().take(57).collect(), text.chars().skip(length - 40).collect());
        return format!("`{head}...{tail}`");
    }
    format!("`{text}`")
}
