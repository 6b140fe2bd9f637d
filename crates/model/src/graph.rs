//! The resource graph of one stack: who refers to whom, by which attribute, and how certainly.
//!
//! Edges are made once. An edge by reference comes from the provenance of a value; where only text is
//! left, [`crate::links`] says which attribute names which type by which key.

mod identity;

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::rc::Rc;
use std::sync::{Arc, Mutex, OnceLock};

use bricklint_findings::Sorting;
use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::convert::as_text;
use bricklint_lang::tri::{self, Tri};
use bricklint_lang::types::Type;
use bricklint_lang::value::{Provenance, Segment, Symbol, Text, Unknown, Value};
use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::instance::{Block, Body, Guard, Instance, InstanceKey, LazyBody, Mode, Slot};
use crate::links::{self, KeyForm, NaturalKey};
use crate::place::{Owner, Path, Step};
use crate::securable;
use crate::stack::{Flow, Stack, StackKind};

/// Index of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NodeKind {
    /// An instance: index in [`Stack::instances`].
    Instance(u32),
    /// A provider configuration: index in [`Stack::providers`].
    Provider(u32),
    /// A module call without source: index in [`Stack::opaque`].
    Module(u32),
    /// Something named by a literal that nothing here declares: index in [`Graph::externals`].
    External(u32),
}

/// Something outside the stack.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct External {
    /// The type that its name was expected to have.
    pub type_name: &'static str,
    /// Its natural key.
    pub key: Arc<str>,
    /// Whether the key comes from a value that must not be printed.
    pub secret: bool,
}

/// Kinds of edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EdgeKind {
    /// The value is the other end's attribute.
    Reference,
    /// The other end's attribute is a part of the value, or something was computed from it.
    Part,
    /// The value is text that is the other end's natural key.
    NaturalKey,
    /// The provider configuration.
    Provider,
    /// `depends_on`
    DependsOn,
}

impl EdgeKind {
    /// The name used in machine-readable output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Part => "part",
            Self::NaturalKey => "natural-key",
            Self::Provider => "provider",
            Self::DependsOn => "depends-on",
        }
    }
}

/// How certain an edge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    /// It is there; only such an edge carries a violation.
    Exact,
    /// Inferred, over-approximated or partly unknown.
    Possible,
}

impl Certainty {
    /// The name used in machine-readable output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Possible => "possible",
        }
    }
}

/// A directed edge.
#[derive(Clone, Debug)]
pub struct Edge {
    /// The node that refers.
    pub from: NodeId,
    /// Attribute path on that side.
    pub from_path: Path,
    /// The node referred to.
    pub to: NodeId,
    /// Attribute path on the other side.
    pub to_path: Path,
    /// Its kind.
    pub kind: EdgeKind,
    /// How certain it is.
    pub certainty: Certainty,
    /// Exists only under all of these.
    pub when: Vec<Guard>,
}

/// Instances by type.
#[derive(Debug, Default)]
struct ByType {
    managed: FxHashMap<Arc<str>, Vec<NodeId>>,
    data: FxHashMap<Arc<str>, Vec<NodeId>>,
}

impl ByType {
    fn new(instances: &[Instance]) -> Self {
        let mut this = Self::default();
        for (at, instance) in (0..).zip(instances) {
            let of_mode = match instance.mode {
                Mode::Managed => &mut this.managed,
                Mode::Data => &mut this.data,
            };
            match of_mode.get_mut(&instance.type_name) {
                Some(ids) => ids.push(NodeId(at)),
                None => drop(of_mode.insert(instance.type_name.clone(), vec![NodeId(at)])),
            }
        }
        this
    }

    fn get(&self, mode: Mode, type_name: &str) -> &[NodeId] {
        let of_mode = match mode {
            Mode::Managed => &self.managed,
            Mode::Data => &self.data,
        };
        of_mode.get(type_name).map_or(&[], Vec::as_slice)
    }
}

/// The graph of one stack.
#[derive(Debug)]
pub struct Graph {
    /// What it was made from.
    pub stack: Stack,
    /// Things outside the stack that it names.
    pub externals: Vec<External>,
    kinds: Vec<NodeKind>,
    inner: DiGraph<(), Edge>,
    by_type: ByType,
    hanging: OnceLock<FxHashMap<Arc<Symbol>, Vec<NodeId>>>,
    unseen: Mutex<FxHashMap<Attributes, Option<NodeId>>>,
    unlinked: Option<NodeId>,
}

impl Graph {
    /// Builds the graph of a stack.
    pub fn build(stack: Stack) -> Self {
        Self::build_with(stack, &|instances| instances.iter().map(referring).collect())
    }

    /// Builds the graph of a stack. `referring` applies [`referring`] to each of some instances, on more threads than
    /// one if it likes.
    pub fn build_with(stack: Stack, referring: &dyn Fn(&[Instance]) -> Vec<Arc<Body>>) -> Self {
        let mut kinds: Vec<NodeKind> = Vec::with_capacity(stack.instances.len() + 16);
        let by_type = ByType::new(&stack.instances);
        kinds.extend((0..).zip(&stack.instances).map(|(at, _)| NodeKind::Instance(at)));
        kinds.extend((0..).zip(&stack.providers).map(|(at, _)| NodeKind::Provider(at)));
        kinds.extend((0..).zip(&stack.opaque).map(|(at, _)| NodeKind::Module(at)));
        let mut builder = Builder::new(&stack, &by_type, kinds.len() as u32);
        builder.run(referring);
        let Builder { edges, externals, .. } = builder;
        kinds.extend((0..).zip(&externals).map(|(at, _)| NodeKind::External(at)));
        let mut inner = DiGraph::with_capacity(kinds.len(), edges.len());
        for _ in &kinds {
            inner.add_node(());
        }
        // petgraph walks the edges of a node from the last one added to the first.
        for edge in edges.into_iter().rev() {
            inner.add_edge(NodeIndex::new(edge.from.0 as usize), NodeIndex::new(edge.to.0 as usize), edge);
        }
        let unlinked = stack.instances.iter().position(|instance| instance.unlinked);
        Self {
            unlinked: unlinked.map(|at| NodeId(at as u32)),
            stack,
            externals,
            kinds,
            inner,
            by_type,
            hanging: OnceLock::new(),
            unseen: Mutex::default(),
        }
    }

    /// The instances of a range whose bodies may be dropped, because they are decoded from a plan alone.
    pub fn forgettable(&mut self, range: std::ops::Range<u32>) -> &mut [Instance] {
        let range = range.start as usize..range.end as usize;
        match self.stack.kind {
            StackKind::Plan => self.stack.instances.get_mut(range).unwrap_or_default(),
            StackKind::Source | StackKind::PlanWithSource => &mut [],
        }
    }

    /// The first instance of which nothing says what its unknown values refer to.
    pub fn unlinked(&self) -> Option<NodeId> {
        self.unlinked
    }

    /// What the node is.
    pub fn kind(&self, id: NodeId) -> NodeKind {
        self.kinds.get(id.0 as usize).copied().unwrap_or(NodeKind::External(u32::MAX))
    }

    /// All nodes.
    pub fn nodes(&self) -> impl Iterator<Item = (NodeId, NodeKind)> {
        (0..).map(NodeId).zip(self.kinds.iter().copied())
    }

    /// Whether this holds of the instance and of all instances that it refers to.
    pub fn near_is(&self, id: NodeId, holds: impl Fn(&Instance) -> bool) -> bool {
        self.instance(id).is_none_or(&holds)
            && self.outgoing(id).all(|edge| self.instance(edge.to).is_none_or(&holds))
    }

    /// The instance that the node is.
    pub fn instance(&self, id: NodeId) -> Option<&Instance> {
        match self.kind(id) {
            NodeKind::Instance(at) => self.stack.instances.get(at as usize),
            _ => None,
        }
    }

    /// Terraform address, text of a provider configuration, or natural key.
    pub fn address(&self, id: NodeId) -> &str {
        let at = |at: u32| at as usize;
        match self.kind(id) {
            NodeKind::Instance(i) => self.stack.instances.get(at(i)).map_or("", |n| &n.address),
            NodeKind::Provider(i) => self.stack.providers.get(at(i)).map_or("", |n| &n.text),
            NodeKind::Module(i) => self.stack.opaque.get(at(i)).map_or("", |n| &n.address),
            NodeKind::External(i) => self.externals.get(at(i)).map_or("", |n| &n.key),
        }
    }

    /// Terraform type; the source address of a provider; empty for a module call.
    pub fn type_name(&self, id: NodeId) -> &str {
        let at = |at: u32| at as usize;
        match self.kind(id) {
            NodeKind::Instance(i) => self.stack.instances.get(at(i)).map_or("", |n| &n.type_name),
            NodeKind::Provider(i) => self.stack.providers.get(at(i)).map_or("", |n| &n.source),
            NodeKind::Module(_) => "",
            NodeKind::External(i) => self.externals.get(at(i)).map_or("", |n| n.type_name),
        }
    }

    /// The body of the node; empty for something external.
    pub fn body(&self, id: NodeId) -> &Body {
        static EMPTY: Body = Body { attributes: Vec::new(), blocks: Vec::new(), open: None };
        let at = |at: u32| at as usize;
        match self.kind(id) {
            NodeKind::Instance(i) => self.stack.instances.get(at(i)).map_or(&EMPTY, |n| n.body.get()),
            NodeKind::Provider(i) => self.stack.providers.get(at(i)).map_or(&EMPTY, |n| &n.body),
            NodeKind::Module(i) => self.stack.opaque.get(at(i)).map_or(&EMPTY, |n| &n.body),
            NodeKind::External(_) => &EMPTY,
        }
    }

    /// A body in which this attribute or block is what it is in the whole; see [`LazyBody::with`].
    pub fn body_with(&self, id: NodeId, name: &str) -> &Body {
        self.instance(id).map_or_else(|| self.body(id), |instance| instance.body.with(name))
    }

    /// What a place in the node belongs to.
    pub fn owner(&self, id: NodeId) -> Owner {
        match self.kind(id) {
            NodeKind::Instance(at) => Owner::Instance(at),
            NodeKind::Provider(at) => Owner::Provider(at),
            NodeKind::Module(at) => Owner::Module(at),
            NodeKind::External(at) => Owner::External(at),
        }
    }

    /// The node of a provider configuration.
    pub fn provider_node(&self, at: u32) -> Option<NodeId> {
        ((at as usize) < self.stack.providers.len()).then(|| NodeId(self.stack.instances.len() as u32 + at))
    }

    /// Instances of a type, in order of their addresses.
    pub fn instances_of(&self, mode: Mode, type_name: &str) -> &[NodeId] {
        self.by_type.get(mode, type_name)
    }

    /// The types of one mode that have instances, in no order.
    pub(crate) fn types_of(&self, mode: Mode) -> impl Iterator<Item = &str> {
        let of_mode = match mode {
            Mode::Managed => &self.by_type.managed,
            Mode::Data => &self.by_type.data,
        };
        of_mode.keys().map(|name| &**name)
    }

    /// The types that have instances, sorted.
    pub fn types(&self) -> Vec<(Mode, Arc<str>)> {
        let managed = self.by_type.managed.keys().map(|name| (Mode::Managed, name.clone()));
        let data = self.by_type.data.keys().map(|name| (Mode::Data, name.clone()));
        let mut types: Vec<_> = managed.chain(data).collect();
        types.put_in_order();
        types
    }

    /// Edges that leave the node, in the order they were made.
    pub fn outgoing(&self, id: NodeId) -> impl Iterator<Item = &Edge> {
        self.inner.edges(NodeIndex::new(id.0 as usize)).map(|edge| edge.weight())
    }

    /// Edges that arrive at the node.
    pub fn incoming(&self, id: NodeId) -> impl Iterator<Item = &Edge> {
        self.inner
            .edges_directed(NodeIndex::new(id.0 as usize), petgraph::Direction::Incoming)
            .map(|edge| edge.weight())
    }

    /// All edges made from values, ordered by the node they leave.
    pub fn edges(&self) -> impl Iterator<Item = &Edge> {
        self.nodes().flat_map(|(id, _)| self.outgoing(id))
    }

    /// Why instances of a type can exist that are not in the graph.
    pub fn may_hold(&self, mode: Mode, type_name: &str) -> Option<&Cause> {
        let open = || {
            let mut open = self.stack.open.iter();
            open.find(|o| o.mode == mode && &*o.type_name == type_name).map(|open| &open.cause)
        };
        self.stack.incomplete.as_ref().or_else(open).or_else(|| self.may_hide(type_name))
    }

    /// Why definitions of a type can exist of which no node at all is in the graph: a definition whose
    /// instances are not known has one that stands for them.
    pub fn may_hide(&self, type_name: &str) -> Option<&Cause> {
        let provider = type_name.split('_').next().unwrap_or(type_name);
        let holds = |names: &Option<Vec<Arc<str>>>| {
            names
                .as_ref()
                .is_none_or(|names| names.iter().any(|name| [provider, type_name].contains(&&**name)))
        };
        let opaque = || self.stack.opaque.iter().find(|module| holds(&module.providers));
        self.stack.incomplete.as_ref().or_else(|| opaque().map(|module| &module.cause))
    }

    /// The instance at an address.
    pub fn instance_at(&self, address: &str) -> Option<NodeId> {
        let at = self.stack.instances.binary_search_by(|i| (*i.address).cmp(address)).ok()?;
        Some(NodeId(at as u32))
    }

    /// The instance and the attribute of it that an unknown is, by its symbol, also in functions that leave it.
    pub fn attribute_of_symbol(&self, symbol: &Symbol) -> Option<(NodeId, Path)> {
        identity::find(&self.stack, symbol)
    }

    /// The instance whose attribute an unknown is, by its symbol.
    pub fn instance_of_symbol(&self, symbol: &Symbol) -> Option<NodeId> {
        if symbol.module.is_empty() {
            return self.instance_at(&symbol.name);
        }
        self.instance_at(&format!("{}.{}", symbol.module, symbol.name))
    }

    /// Whether a value is this attribute of the instance, neither a part of it nor computed from it.
    pub fn is_attribute(&self, value: &Value, id: NodeId, path: &Path) -> Tri {
        let Some(instance) = self.instance(id) else { return Tri::False };
        if value.as_segments().is_some() {
            return Tri::False;
        }
        let symbol = value.symbol();
        if let Some(symbol) = symbol
            && *symbol.path == *path.to_string()
            && self.instance_of_symbol(symbol) == Some(id)
        {
            return Tri::True;
        }
        let of_instance = |flow: &&Flow| {
            flow.module == instance.module
                && flow.mode == instance.mode
                && flow.type_name == instance.type_name
                && flow.name == instance.name
                && flow.path == *path
        };
        let flows = self.stack.flows(value.provenance());
        let Some(flow) = flows.iter().find(of_instance) else { return Tri::False };
        if flow.key == InstanceKey::Any || instance.key == InstanceKey::Any {
            return Tri::Unknown;
        }
        // What is unknown in a plan is named after the argument that it was read from.
        if flow.key != instance.key || symbol.is_some() && self.stack.kind == StackKind::Source {
            return Tri::False;
        }
        if flows.len() > 1 || value.is_unknown() {
            return Tri::Unknown;
        }
        match at_path(self.body(id), path) {
            Some(attribute) => alike(value, attribute),
            None => Tri::True,
        }
    }

    /// Whether an unknown can be something else than what flowed into it: it is not an attribute of that, and not one of
    /// several. Functions and values that are not known leave no other trace.
    pub fn may_be_another(&self, value: &Value) -> bool {
        may_be_another(&self.stack, value)
    }

    /// The first resource of some types that names something by an attribute, or `block.attribute` of one in blocks, of which
    /// it is not known what flowed into it.
    /// Outside a plan alone only those count that may exist: of the others it is known what they name.
    pub fn first_unseen(&self, types: &'static [&'static str], attribute: &'static str) -> Option<NodeId> {
        let find = || {
            let all = types.iter().flat_map(|of| self.instances_of(Mode::Managed, of));
            all.copied().find(|id| self.is_unseen(*id, attribute))
        };
        let asked = (types, attribute);
        let known = self.unseen.lock().ok()?.get(&asked).copied();
        if let Some(found) = known {
            return found;
        }
        // Bodies are decoded on the way, so nobody waits for it.
        let found = find();
        self.unseen.lock().ok()?.insert(asked, found);
        found
    }

    fn is_unseen(&self, id: NodeId, attribute: &str) -> bool {
        let is_open = |one: &Instance| one.key == InstanceKey::Any || one.uncertain.is_some();
        let plan = self.stack.kind == StackKind::Plan;
        if !plan && !self.instance(id).is_some_and(is_open) {
            return false;
        }
        // What is looked up by a name that is not known can be anything.
        let names_vaguely = |edge: &Edge| {
            let looked_up = self.instance(edge.to).filter(|one| one.mode == Mode::Data);
            matches!(edge.from_path.0.first(), Some(Step::Name(name)) if **name == *attribute)
                && looked_up.is_some_and(|one| {
                    let mut attributes = one.body.get().attributes.iter();
                    attributes.any(|(_, slot)| slot.written && !slot.value.is_wholly_known())
                })
        };
        if let Some((block, attribute)) = attribute.split_once('.') {
            let hides = |item: &Block| {
                let slot = item.body.attribute(attribute);
                slot.is_some_and(|slot| match slot.value.as_items() {
                    Some(items) => items.iter().any(|item| self.may_be_another(item)),
                    None => self.may_be_another(&slot.value),
                })
            };
            let group = self.body_with(id, block).group(block);
            return group.is_some_and(|group| group.more.is_some() || group.items.iter().any(hides));
        }
        let slot = self.body_with(id, attribute).attribute(attribute);
        // What nobody wrote the provider fills in, where the plan says what is written.
        let unlinked = || self.instance(id).is_some_and(|instance| instance.unlinked);
        slot.is_some_and(|slot| (slot.written || unlinked()) && self.may_be_another(&slot.value))
            || !plan && self.outgoing(id).any(names_vaguely)
    }

    /// Nodes whose attributes hang on a condition.
    pub fn nodes_hanging_on(&self, symbol: &Arc<Symbol>) -> &[NodeId] {
        let index = self.hanging.get_or_init(|| {
            let mut index: FxHashMap<Arc<Symbol>, Vec<NodeId>> = FxHashMap::default();
            let mut found = Vec::new();
            for (id, _) in self.nodes() {
                found.clear();
                conditions(self.body(id), &mut found);
                for symbol in found.drain(..) {
                    index.entry(symbol).or_default().push(id);
                }
            }
            index
        });
        index.get(symbol).map_or(&[], Vec::as_slice)
    }
}

fn conditions(body: &Body, out: &mut Vec<Arc<Symbol>>) {
    for (_, slot) in &body.attributes {
        if !slot.value.is_wholly_known() {
            bricklint_lang::eval::conditions(&slot.value, out);
        }
    }
    for block in body.blocks.iter().flat_map(|group| &group.items) {
        conditions(&block.body, out);
    }
}

/// How many bodies there are at once while edges are made.
const WINDOW: usize = 2048;

/// The part of an instance that its edges come from: what refers to something, and what names it by its key.
pub fn referring(instance: &Instance) -> Arc<Body> {
    let names: Vec<&str> =
        links::of_type(&instance.type_name).iter().filter_map(|key| key.path.first().copied()).collect();
    instance.body.part(&names, true)
}

/// A definition: module instance, mode, type and name.
type DefinitionKey<'s> = (u32, Mode, &'s str, &'s str);

/// Finds the edges of a stack.
struct Builder<'s> {
    stack: &'s Stack,
    by_type: &'s ByType,
    edges: Vec<Edge>,
    externals: Vec<External>,
    external_ids: FxHashMap<(&'static str, Arc<str>), NodeId>,
    first_external: u32,
    /// Instances of each definition, built when the first reference is met.
    definitions: Option<FxHashMap<DefinitionKey<'s>, Definition<'s>>>,
    /// What the attributes of each set belong to, by its id, once it was asked for.
    targets: Vec<Option<Rc<[Target<'s>]>>>,
    /// What natural keys stand for, by target of the link table.
    keys: FxHashMap<(Mode, &'static str, &'static str), KeyIndex>,
    /// Attributes that were asked for lately, as the body of their instance without the others.
    read: FxHashMap<(NodeId, Arc<str>), Arc<Body>>,
}

/// An attribute of some types.
type Attributes = (&'static [&'static str], &'static str);

/// An attribute that flowed into something, and the instance it is of.
#[derive(Clone, Copy)]
struct Target<'s> {
    flow: &'s Flow,
    to: NodeId,
}

/// What flowed into a value besides one attribute.
#[derive(Clone, Copy, PartialEq)]
enum Others {
    None,
    /// Attributes of the same instance.
    OfTheSame,
    /// Attributes of another instance.
    OfOther,
}

impl Others {
    fn of<'f>(mut flows: impl Iterator<Item = &'f Flow>) -> Self {
        let Some(first) = flows.next() else { return Self::None };
        let key = |flow: &'f Flow| (flow.module, flow.mode, &flow.type_name, &flow.name, &flow.key);
        flows.fold(Self::None, |others, flow| {
            if key(flow) != key(first) {
                Self::OfOther
            } else if others == Self::None {
                Self::OfTheSame
            } else {
                others
            }
        })
    }
}

/// The instances of one definition.
#[derive(Default)]
struct Definition<'s> {
    all: Vec<NodeId>,
    /// Made when an instance is looked for.
    by_key: Option<FxHashMap<&'s InstanceKey, Vec<NodeId>>>,
}

impl<'s> Definition<'s> {
    /// The instance with this key; without it the one that stands for all of an unknown repetition.
    fn find(&mut self, key: &InstanceKey, stack: &'s Stack) -> &[NodeId] {
        if *key == InstanceKey::Any {
            return &self.all;
        }
        let own = |id: NodeId| stack.instances.get(id.0 as usize).map(|instance| &instance.key);
        if let [only] = self.all.as_slice() {
            let is_it = own(*only).is_some_and(|own| own == key || *own == InstanceKey::Any);
            return if is_it { &self.all } else { &[] };
        }
        let by_key = self.by_key.get_or_insert_with(|| {
            let mut by_key: FxHashMap<&InstanceKey, Vec<NodeId>> = FxHashMap::default();
            for id in &self.all {
                if let Some(key) = own(*id) {
                    by_key.entry(key).or_default().push(*id);
                }
            }
            by_key
        });
        let found = by_key.get(key).or_else(|| by_key.get(&InstanceKey::Any));
        found.map_or(&[], Vec::as_slice)
    }
}

/// Instances of one type by the text of one attribute.
#[derive(Default)]
struct KeyIndex {
    by_text: FxHashMap<Box<str>, Vec<NodeId>>,
    /// Whose attribute is not known text.
    unknown: Vec<(NodeId, Value)>,
}

impl<'s> Builder<'s> {
    fn new(stack: &'s Stack, by_type: &'s ByType, first_external: u32) -> Self {
        Self {
            stack,
            by_type,
            edges: Vec::new(),
            externals: Vec::new(),
            external_ids: FxHashMap::default(),
            first_external,
            definitions: None,
            targets: Vec::new(),
            keys: FxHashMap::default(),
            read: FxHashMap::default(),
        }
    }

    fn run(&mut self, referring: &dyn Fn(&[Instance]) -> Vec<Arc<Body>>) {
        let stack = self.stack;
        let mut at = 0;
        for window in stack.instances.chunks(WINDOW) {
            for (instance, body) in window.iter().zip(referring(window)) {
                self.body(NodeId(at), &body, &mut Vec::new(), &mut Vec::new());
                let keys = links::of_type(&instance.type_name).iter();
                let is_its = |key: &&NaturalKey| key.form != KeyForm::LookedUp || instance.mode == Mode::Data;
                for key in keys.filter(is_its) {
                    self.natural_key(NodeId(at), &body, key);
                }
                at += 1;
            }
        }
        let first = stack.instances.len() as u32;
        for (at, provider) in (first..).zip(&stack.providers) {
            self.body(NodeId(at), &provider.body, &mut Vec::new(), &mut Vec::new());
        }
        let first = first + stack.providers.len() as u32;
        for (at, module) in (first..).zip(&stack.opaque) {
            self.body(NodeId(at), &module.body, &mut Vec::new(), &mut Vec::new());
        }
    }

    fn body(&mut self, from: NodeId, body: &Body, path: &mut Vec<Step>, when: &mut Vec<Guard>) {
        for (name, slot) in &body.attributes {
            if mentions(&slot.value) {
                path.push(Step::Name(name.clone()));
                self.value(from, &slot.value, path, when);
                path.pop();
            }
        }
        for group in &body.blocks {
            path.push(Step::Name(group.name.clone()));
            for (index, block) in group.items.iter().enumerate() {
                path.push(Step::Index(index));
                let depth = when.len();
                when.extend(block.when.iter().cloned());
                self.body(from, &block.body, path, when);
                when.truncate(depth);
                path.pop();
            }
            path.pop();
        }
    }

    /// Edges of a value: those of its elements where it has some, those of both branches of an undecided
    /// conditional.
    fn value(&mut self, from: NodeId, value: &Value, path: &mut Vec<Step>, when: &mut Vec<Guard>) {
        match value {
            Value::Unknown { value: unknown, .. } if unknown.cases.is_some() => {
                let Some(cases) = &unknown.cases else { return };
                // What is an attribute of something in each case refers to it in any.
                let whole = self.is_whole(value);
                if whole {
                    self.leaf(from, value, path, when);
                }
                for (branch, holds) in [(&cases.yes, true), (&cases.no, false)] {
                    when.push(Guard { condition: cases.condition.clone(), holds });
                    if whole {
                        self.symbols(from, branch, path, when);
                    } else {
                        self.value(from, branch, path, when);
                    }
                    when.pop();
                }
            }
            Value::Seq { value: seq, .. } if seq.items.iter().any(mentions) => {
                for (index, item) in seq.items.iter().enumerate() {
                    path.push(Step::Index(index));
                    self.value(from, item, path, when);
                    path.pop();
                }
            }
            Value::Map { value: map, .. } if map.entries.iter().any(|(_, v)| mentions(v)) => {
                for (key, item) in &map.entries {
                    path.push(Step::Key(key.clone()));
                    self.value(from, item, path, when);
                    path.pop();
                }
            }
            _ => self.leaf(from, value, path, when),
        }
    }

    fn leaf(&mut self, from: NodeId, value: &Value, path: &[Step], when: &[Guard]) {
        let stack = self.stack;
        let ids = gather_ids(value);
        self.symbol(from, value, path, when, &ids);
        if let [id] = ids.as_slice() {
            let others = Others::of(stack.flows(*id).iter());
            for target in self.targets(*id).iter() {
                self.edge(from, value, path, when, *target, others);
            }
            return;
        }
        let flows = flows(&ids, stack);
        let others = Others::of(flows.iter().copied());
        for flow in flows {
            for to in self.find(flow).to_vec() {
                self.edge(from, value, path, when, Target { flow, to }, others);
            }
        }
    }

    /// Whether a value that hangs on conditions is, with all its cases, the attribute that flowed into it.
    fn is_whole(&mut self, value: &Value) -> bool {
        if value.as_unknown().is_none_or(|unknown| unknown.cases.is_none()) {
            return false;
        }
        let [id] = *gather_ids(value).as_slice() else { return false };
        let [Target { flow, to }] = *self.targets(id) else { return false };
        flow.key != InstanceKey::Any && self.is_attribute(value, to, flow, &[]).is_true()
    }

    /// The edges by the symbols of all cases of a value.
    fn symbols(&mut self, from: NodeId, value: &Value, path: &[Step], when: &mut Vec<Guard>) {
        let Some(cases) = value.as_unknown().and_then(|unknown| unknown.cases.as_deref()) else {
            return self.symbol(from, value, path, when, &gather_ids(value));
        };
        for (branch, holds) in [(&cases.yes, true), (&cases.no, false)] {
            when.push(Guard { condition: cases.condition.clone(), holds });
            self.symbols(from, branch, path, when);
            when.pop();
        }
    }

    /// An unknown that went through another resource (`time_sleep.x.triggers["id"]`) still is the attribute
    /// that its symbol names.
    fn symbol(&mut self, from: NodeId, value: &Value, path: &[Step], when: &[Guard], ids: &[Provenance]) {
        let Some(symbol) = value.symbol() else { return };
        let stack = self.stack;
        if ids.is_empty() {
            return;
        }
        // Most often it is what flowed in, and there is an edge for that.
        let flows = || ids.iter().flat_map(|id| stack.flows(*id));
        let is_it = |flow: &Flow| {
            let module = stack.modules.get(flow.module as usize);
            module.is_some_and(|module| module.address == symbol.module) && is_of(&symbol.name, flow)
        };
        if flows().any(is_it) {
            return;
        }
        let Some((to, to_path)) = identity::find(stack, symbol).filter(|(to, _)| *to != from) else { return };
        let found = stack.instances.get(to.0 as usize);
        let is_found = |flow: &Flow| {
            found.is_some_and(|found| {
                (found.module, found.mode) == (flow.module, flow.mode)
                    && (&found.type_name, &found.name) == (&flow.type_name, &flow.name)
            })
        };
        if symbol.name.contains('(') && flows().any(is_found) {
            return;
        }
        self.edges.push(Edge {
            from,
            from_path: Path(path.to_vec()),
            to,
            to_path,
            kind: EdgeKind::Reference,
            certainty: Certainty::Exact,
            when: when.to_vec(),
        });
    }

    /// Adds the edge by a reference. A known value that is another than the attribute's, or known where that is not, is
    /// at most made from it.
    fn edge(
        &mut self,
        from: NodeId,
        value: &Value,
        path: &[Step],
        when: &[Guard],
        Target { flow, to }: Target<'s>,
        others: Others,
    ) {
        if to == from {
            return;
        }
        let known = value.is_wholly_known();
        // A plan does not say which attribute stands behind a key that is calculated.
        let whole = flow.path.0.is_empty();
        let named = (known && whole && flow.key != InstanceKey::Any).then(|| self.attribute_with(value, to));
        let named = named.flatten();
        // What a known value is it says itself, whatever it was made of; another may be what flowed in.
        let part = (EdgeKind::Part, if known { Certainty::Exact } else { Certainty::Possible });
        let (kind, certainty) = if named.is_some() {
            (EdgeKind::Reference, Certainty::Exact)
        } else if flow.key == InstanceKey::Any {
            if self.has_same_key(from, value, to, flow) {
                (EdgeKind::Reference, Certainty::Exact)
            } else if known && !self.is_attribute(value, to, flow, when).is_true() {
                part
            } else {
                (EdgeKind::Reference, Certainty::Possible)
            }
        } else if self.may_be_other(value) && !self.is_whole(value) {
            part
        } else if others == Others::OfOther && value.is_unknown() {
            // It is one of them, or is made of them.
            (EdgeKind::Reference, Certainty::Possible)
        } else if others == Others::OfOther
            || others == Others::OfTheSame && !self.is_attribute(value, to, flow, when).is_true()
        {
            part
        } else {
            match self.is_attribute(value, to, flow, when) {
                Tri::True => (EdgeKind::Reference, Certainty::Exact),
                // With text around it it is another.
                Tri::Unknown if !known && value.as_segments().is_none() => {
                    (EdgeKind::Reference, Certainty::Possible)
                }
                Tri::False | Tri::Unknown => part,
            }
        };
        // What is read of a resource that flowed in as a whole is told by what the value is.
        let read = value.symbol();
        let read = read.filter(|symbol| whole && is_of(&symbol.name, flow));
        let to_path = named.or_else(|| read.map(|symbol| path_of(&symbol.path)));
        let to_path = to_path.unwrap_or_else(|| flow.path.clone());
        self.edges.push(Edge {
            from,
            from_path: Path(path.to_vec()),
            to,
            to_path,
            kind,
            certainty,
            when: when.to_vec(),
        });
    }

    /// Whether a value is an attribute of the instance that has the key of a repetition around `from`, and the repetition
    /// of that goes over the same: `databricks_catalog.c[each.key].name`.
    fn has_same_key(&self, from: NodeId, value: &Value, to: NodeId, flow: &Flow) -> bool {
        let stack = self.stack;
        let instance = |id: NodeId| stack.instances.get(id.0 as usize);
        let symbol = value.symbol();
        let (Some(symbol), Some(from), Some(to)) = (symbol, instance(from), instance(to)) else {
            return false;
        };
        if to.key != InstanceKey::Any {
            return false;
        }
        let local = to.address.strip_prefix(&*symbol.module).unwrap_or_default();
        let whole = local.trim_start_matches('.').strip_suffix("[*]");
        let key =
            whole.and_then(|whole| symbol.name.strip_prefix(whole)?.strip_prefix('[')?.strip_suffix(']'));
        let owner =
            key.and_then(|key| key.strip_suffix(".each.key").or_else(|| key.strip_suffix(".count.index")));
        let Some(owner) = owner else { return false };
        let module = [&*symbol.module, "."].concat();
        let is_owner = |all: &&str| *all == owner || all.strip_prefix(&*module) == Some(owner);
        let path = symbol.path.as_ref() == flow.path.to_string() || flow.path.0.is_empty();
        let around = stack.repetitions_of(from);
        // By the key of one further out, several would name the same.
        let by = around.last().filter(|all| is_owner(all));
        path && by
            .is_some_and(|by| stack.keys_of(by).is_some_and(|keys| stack.keys_of(&to.address) == Some(keys)))
    }

    /// The attribute of an instance that names it and has this known value.
    fn attribute_with(&self, value: &Value, id: NodeId) -> Option<Path> {
        if value.as_str().is_none_or(str::is_empty) && value.as_number().is_none() {
            return None;
        }
        let body = self.stack.instances.get(id.0 as usize)?.body.part(NAMING, false);
        let has = |name: &&&str| body.attribute(name).is_some_and(|slot| alike(&slot.value, value).is_true());
        NAMING.iter().find(has).map(|name| Path::root().name(name))
    }

    /// Whether a value is a choice or a calculation in which something takes part that is no attribute of a
    /// resource: it can be another than what flowed in.
    fn may_be_other(&self, value: &Value) -> bool {
        let Some(unknown) = value.as_unknown() else { return false };
        match &unknown.symbol {
            Some(symbol) => symbol.free,
            None => self.stack.kind == StackKind::Source && unknown.cause.kind == CauseKind::Variable,
        }
    }

    /// What the attributes of a set belong to.
    fn targets(&mut self, id: Provenance) -> Rc<[Target<'s>]> {
        let at = id.0 as usize;
        if let Some(Some(done)) = self.targets.get(at) {
            return done.clone();
        }
        let stack = self.stack;
        let mut found = Vec::new();
        for flow in stack.flows(id) {
            found.extend(self.find(flow).iter().map(|to| Target { flow, to: *to }));
        }
        let found: Rc<[Target<'s>]> = found.into();
        if self.targets.len() <= at {
            self.targets.resize(stack.provenance.len().max(at + 1), None);
        }
        if let Some(slot) = self.targets.get_mut(at) {
            *slot = Some(found.clone());
        }
        found
    }

    /// The instances that an attribute can be of.
    fn find(&mut self, flow: &'s Flow) -> &[NodeId] {
        let stack = self.stack;
        let definitions = self.definitions.get_or_insert_with(|| {
            let mut map: FxHashMap<DefinitionKey<'_>, Definition<'_>> = FxHashMap::default();
            for (at, i) in (0..).zip(&stack.instances) {
                let key = (i.module, i.mode, &*i.type_name, &*i.name);
                map.entry(key).or_default().all.push(NodeId(at));
            }
            map
        });
        let key = (flow.module, flow.mode, &*flow.type_name, &*flow.name);
        definitions.get_mut(&key).map_or(&[], |definition| definition.find(&flow.key, stack))
    }

    /// Whether a value is the attribute that flowed into it, where some conditions hold.
    fn is_attribute(&mut self, value: &Value, to: NodeId, flow: &Flow, when: &[Guard]) -> Tri {
        let Some(target) = self.stack.instances.get(to.0 as usize) else { return Tri::Unknown };
        let module = self.stack.modules.get(flow.module as usize).map_or("", |m| &m.address);
        let is_it = |value: &Value| {
            let symbol = value.symbol();
            if symbol.is_some_and(|symbol| identity::is_attribute(symbol, target, &flow.path)) {
                return true;
            }
            symbol.filter(|symbol| *symbol.module == *module).is_some_and(|symbol| {
                // Of a whole resource that flowed in, the symbol says what was read.
                let whole = flow.path.0.is_empty() && !symbol.path.is_empty();
                (whole || reads(&symbol.path, format_args!("{}", flow.path)))
                    && names(&symbol.name, target, &flow.key)
            })
        };
        if is_it(value) {
            return Tri::True;
        }
        // In a plan the provider has yet to fill in what the target does not write.
        let open = |attribute: &&Value| !value.is_wholly_known() && is_it(attribute);
        match at_path(&self.attribute(to, target, &flow.path), &flow.path).filter(|value| !open(value)) {
            Some(attribute) => alike(value, &assumed(attribute, when)),
            // The target does not write the attribute: what is not named after it may be made from it.
            None if value.as_segments().is_none() => Tri::Unknown,
            None => Tri::False,
        }
    }

    /// At least the attribute that a path starts with.
    fn attribute(&mut self, id: NodeId, instance: &Instance, path: &Path) -> Arc<Body> {
        let LazyBody::Deferred { .. } = &instance.body else { return instance.body.passing() };
        let Some(Step::Name(name)) = path.0.first() else { return Arc::default() };
        if let Some(body) = self.read.get(&(id, name.clone())) {
            return body.clone();
        }
        let body = instance.body.part(&[&**name], false);
        if self.read.len() >= WINDOW {
            self.read.clear();
        }
        self.read.insert((id, name.clone()), body.clone());
        body
    }

    fn natural_key(&mut self, from: NodeId, body: &Body, key: &'static NaturalKey) {
        let mut found = Vec::new();
        collect(body, key.path, &mut Vec::new(), &mut Vec::new(), &mut found);
        for (path, when, value) in found {
            self.resolve(from, path, when, &value, key);
        }
    }

    fn resolve(
        &mut self,
        from: NodeId,
        path: Vec<Step>,
        mut when: Vec<Guard>,
        value: &Value,
        key: &'static NaturalKey,
    ) {
        if let Some(cases) = value.as_unknown().and_then(|unknown| unknown.cases.as_deref()) {
            for (branch, holds) in [(&cases.yes, true), (&cases.no, false)] {
                when.push(Guard { condition: cases.condition.clone(), holds });
                self.resolve(from, path.clone(), when.clone(), branch, key);
                when.pop();
            }
            return;
        }
        if let Some(items) = value.as_items() {
            for (index, item) in items.iter().enumerate() {
                let path = path.iter().cloned().chain([Step::Index(index)]).collect();
                self.resolve(from, path, when.clone(), item, key);
            }
            return;
        }
        let value = &*one_of(value);
        // A reference to a target of this key is an edge already.
        let flows = flows(&gather_ids(value), self.stack);
        // Which one it refers to its text tells, where it is not known otherwise.
        let is_known = as_text(value).as_str().is_some();
        let found = |from_path: &[Step]| {
            let own = self.edges.iter().rev().take_while(|edge| edge.from == from);
            own.filter(|edge| edge.from_path.0 == from_path).any(|edge| edge.kind == EdgeKind::Reference)
        };
        let tells = |flow: &&Flow| {
            is_known && (flow.key == InstanceKey::Any || flow.path.0.is_empty() && !found(&path))
        };
        let refers = |flow: &&Flow| {
            key.to.iter().any(|t| t.mode == flow.mode && t.type_name == &*flow.type_name) && !tells(flow)
        };
        // A known id is told by what has it, where it is not said to be that of what it was made from.
        let is_edge = match key.form {
            KeyForm::Text | KeyForm::LookedUp => true,
            KeyForm::Id => !is_known || found(&path),
            _ => false,
        };
        // One that can be another is looked for by its name, too.
        let open = || self.stack.kind == StackKind::Source && may_be_another(self.stack, value);
        if is_edge && flows.len() == 1 && flows.iter().any(refers) && !open() {
            return;
        }
        let (name, whole) = (key.form.extract(value), key.form.extract_whole(value));
        let told = name.iter().chain(&whole).find_map(|part| self.is_name_of(part, key));
        if let Some((to, to_path)) = told {
            let from_path = Path(path);
            let (kind, certainty) = (EdgeKind::NaturalKey, Certainty::Exact);
            self.edges.push(Edge { from, from_path, to, to_path, kind, certainty, when });
            return;
        }
        let Some(name) = name.filter(|name| !name.is_null() && name.as_str() != Some("")) else { return };
        let mut exact = false;
        let mut possible = Vec::new();
        for target in key.to {
            self.index(target.mode, target.type_name, target.attribute);
            let Some(index) = self.keys.get(&(target.mode, target.type_name, target.attribute)) else {
                continue;
            };
            let mut hits: Vec<(NodeId, Certainty)> = Vec::new();
            let compared = as_indexed(&name, target.type_name);
            if let Some(text) = name.as_str() {
                let folded = key.fold(text);
                if let Some(nodes) = index.by_text.get(&*folded) {
                    hits.extend(nodes.iter().map(|id| (*id, Certainty::Exact)));
                }
            } else {
                for (text, nodes) in sorted(&index.by_text) {
                    if !tri::equals(&compared, &Value::string(text)).is_false() {
                        hits.extend(nodes.iter().map(|id| (*id, Certainty::Possible)));
                    }
                }
            }
            // An id that is given at apply is not one that is known before.
            let unknown = index.unknown.iter().filter(|_| key.form != KeyForm::Id);
            for (id, other) in unknown {
                match tri::equals(&compared, &assumed(other, &when)) {
                    Tri::True => hits.push((*id, Certainty::Exact)),
                    Tri::Unknown => hits.push((*id, Certainty::Possible)),
                    Tri::False => {}
                }
            }
            if links::is_in_metastore(target.type_name) {
                // Names in Unity Catalog are unique within a metastore, and only one provider
                // configuration is known to lead to one.
                for (id, certainty) in &mut hits {
                    if self.provider_of(*id) != self.provider_of(from) {
                        *certainty = Certainty::Possible;
                    }
                }
            }
            exact |= hits.iter().any(|(_, certainty)| *certainty == Certainty::Exact);
            let to_path = Path::root().name(target.attribute);
            possible.extend(hits.into_iter().filter(|(id, _)| *id != from).map(|(to, certainty)| Edge {
                from,
                from_path: Path(path.clone()),
                to,
                to_path: to_path.clone(),
                kind: EdgeKind::NaturalKey,
                certainty,
                when: when.clone(),
            }));
        }
        if exact {
            possible.retain(|edge| edge.certainty == Certainty::Exact);
        }
        let none = possible.is_empty();
        self.edges.append(&mut possible);
        if none
            && !matches!(key.form, KeyForm::Id | KeyForm::LookedUp)
            && let Some(text) = name.as_str()
            && let Some(target) = key.names(text)
        {
            let to = self.external(target.type_name, text, value.holds_secret() || name.holds_secret());
            self.edges.push(Edge {
                from,
                from_path: Path(path),
                to,
                to_path: Path::root().name(target.attribute),
                kind: EdgeKind::NaturalKey,
                certainty: Certainty::Exact,
                when,
            });
        }
    }

    /// The instance that a part of a text names by what apply gives: `"s3://${aws_s3_bucket.a.id}/b"`,
    /// `"${google_storage_bucket.a.url}/b"`.
    fn is_name_of(&mut self, name: &Value, key: &NaturalKey) -> Option<(NodeId, Path)> {
        let symbol = name.symbol()?;
        let stack = self.stack;
        let [flow] = *flows(&gather_ids(name), stack).as_slice() else { return None };
        // Of a whole resource that flowed in, the symbol says what was read.
        let path = if flow.path.0.is_empty() { path_of(&symbol.path) } else { flow.path.clone() };
        let [Step::Name(read)] = path.0.as_slice() else { return None };
        let is_named = |target: &links::Target| {
            target.mode == flow.mode
                && *flow.type_name == *target.type_name
                && (&**read == "id"
                    || **read == *target.attribute
                    || key.form.attribute_of_whole() == Some(&**read))
        };
        if flow.key == InstanceKey::Any || !key.to.iter().any(is_named) {
            return None;
        }
        let [to] = *self.find(flow) else { return None };
        self.is_attribute(name, to, flow, &[]).is_true().then_some((to, path))
    }

    fn provider_of(&self, id: NodeId) -> Option<u32> {
        self.stack.instances.get(id.0 as usize)?.provider
    }

    fn external(&mut self, type_name: &'static str, key: &str, secret: bool) -> NodeId {
        let key: Arc<str> = key.into();
        if let Some(id) = self.external_ids.get(&(type_name, key.clone())) {
            let at = id.0.saturating_sub(self.first_external) as usize;
            if let Some(external) = self.externals.get_mut(at) {
                external.secret |= secret;
            }
            return *id;
        }
        let id = NodeId(self.first_external + self.externals.len() as u32);
        self.externals.push(External { type_name, key: key.clone(), secret });
        self.external_ids.insert((type_name, key), id);
        id
    }

    fn index(&mut self, mode: Mode, type_name: &'static str, attribute: &'static str) {
        if self.keys.contains_key(&(mode, type_name, attribute)) {
            return;
        }
        let mut index = KeyIndex::default();
        for id in self.by_type.get(mode, type_name) {
            let Some(instance) = self.stack.instances.get(id.0 as usize) else { continue };
            let mut body = instance.body.part(links::parts_of(&attribute), false);
            for part in links::parts_of(&attribute) {
                let Some(prefix) = made_name(instance, &body, part) else { continue };
                let slots = Arc::make_mut(&mut body).attributes.iter_mut();
                for (_, slot) in slots.filter(|(name, _)| **name == **part) {
                    slot.value = begun(&slot.value, prefix.clone());
                }
            }
            let Some(value) = links::key_of(&body, attribute) else { continue };
            match as_text(&value).as_str() {
                Some(text) => {
                    let folded =
                        if links::folds(type_name) { text.trim().to_lowercase() } else { text.to_owned() };
                    index.by_text.entry(folded.into()).or_default().push(*id);
                }
                None if value.is_null() => {}
                None => index.unknown.push((*id, as_indexed(&value, type_name).into_owned())),
            }
        }
        self.keys.insert((mode, type_name, attribute), index);
    }
}

/// What a name starts with that the AWS provider makes: what the author says, or its own word (provider
/// `docs/resources/s3_bucket.md`: `bucket_prefix`).
fn made_name(instance: &Instance, body: &Body, attribute: &str) -> Option<String> {
    let is_made = body.attribute(attribute).is_some_and(|slot| !slot.written) && !instance.unlinked;
    if !is_made || !instance.type_name.starts_with("aws_") || !matches!(attribute, "bucket" | "name") {
        return None;
    }
    let name = format!("{attribute}_prefix");
    let part = instance.body.part(&[&*name], false);
    match part.attribute(&name).filter(|slot| slot.written) {
        Some(slot) => slot.value.as_str().map(str::to_owned),
        None => Some("terraform-".to_owned()),
    }
}

/// An unknown text that starts with this.
fn begun(value: &Value, prefix: String) -> Value {
    let Some(unknown) = value.as_unknown() else { return value.clone() };
    let mut unknown = Unknown::clone(unknown);
    unknown.refinements.prefix = Some(prefix.into());
    Value::from_unknown(unknown).with_marks(value.marks()).with_provenance(value.provenance())
}

/// A name as it is compared with others of this type.
fn as_indexed<'v>(name: &'v Value, type_name: &str) -> Cow<'v, Value> {
    if links::folds(type_name) {
        Cow::Owned(securable::folded(name, &|value, _| value.clone()))
    } else {
        Cow::Borrowed(name)
    }
}

fn sorted(map: &FxHashMap<Box<str>, Vec<NodeId>>) -> Vec<(&str, &Vec<NodeId>)> {
    let mut entries: Vec<_> = map.iter().map(|(text, nodes)| (&**text, nodes)).collect();
    entries.put_in_order();
    entries
}

/// What an element of a list that is not known can be: anything.
fn one_of(value: &Value) -> Cow<'_, Value> {
    let is_list = |ty: &Type| matches!(ty, Type::List(_) | Type::Set(_) | Type::Tuple(_));
    value.as_unknown().filter(|unknown| is_list(&unknown.ty)).map_or(Cow::Borrowed(value), |list| {
        let one = Value::unknown(Type::Dynamic, list.cause.clone());
        Cow::Owned(one.with_marks(value.marks()).with_provenance(value.provenance()))
    })
}

/// Whether a value has any provenance, itself or inside.
fn mentions(value: &Value) -> bool {
    if value.provenance() != Provenance::NONE {
        return true;
    }
    match value {
        Value::Seq { value, .. } => value.items.iter().any(mentions),
        Value::Map { value, .. } => value.entries.iter().any(|(_, v)| mentions(v)),
        Value::String { value, .. } => match &**value {
            Text::Plain(_) => false,
            Text::Segmented(parts) => {
                parts.iter().any(|part| matches!(part, Segment::Hole(hole) if mentions(hole)))
            }
            Text::Encoded { value, .. } => mentions(value),
        },
        Value::Unknown { value, .. } => {
            value.cases.as_deref().is_some_and(|cases| mentions(&cases.yes) || mentions(&cases.no))
        }
        _ => false,
    }
}

/// The attributes in sets of them, each once.
fn flows<'s>(ids: &[Provenance], stack: &'s Stack) -> Vec<&'s Flow> {
    if let [id] = ids {
        return stack.flows(*id).iter().collect();
    }
    let mut seen = FxHashSet::default();
    ids.iter().flat_map(|id| stack.flows(*id)).filter(|flow| seen.insert(*flow)).collect()
}

/// The sets of what flowed into a value and its parts, sorted, each once.
fn gather_ids(value: &Value) -> Vec<Provenance> {
    let mut ids = Vec::new();
    add_ids(value, &mut ids);
    ids.put_in_order();
    ids.dedup();
    ids
}

fn add_ids(value: &Value, out: &mut Vec<Provenance>) {
    if value.provenance() != Provenance::NONE {
        out.push(value.provenance());
    }
    match value {
        Value::Seq { value, .. } => value.items.iter().for_each(|item| add_ids(item, out)),
        Value::Map { value, .. } => value.entries.iter().for_each(|(_, item)| add_ids(item, out)),
        Value::String { value, .. } => match &**value {
            Text::Plain(_) => {}
            Text::Segmented(parts) => {
                for part in parts {
                    if let Segment::Hole(hole) = part {
                        add_ids(hole, out);
                    }
                }
            }
            Text::Encoded { value, .. } => add_ids(value, out),
        },
        _ => {}
    }
}

/// Whether a text is what something prints, without printing it.
fn reads(text: &str, printed: fmt::Arguments<'_>) -> bool {
    struct Rest<'t>(&'t str);
    impl fmt::Write for Rest<'_> {
        fn write_str(&mut self, part: &str) -> fmt::Result {
            self.0 = self.0.strip_prefix(part).ok_or(fmt::Error)?;
            Ok(())
        }
    }
    let mut rest = Rest(text);
    rest.write_fmt(printed).is_ok() && rest.0.is_empty()
}

/// The path that the path of a symbol stands for.
fn path_of(text: &str) -> Path {
    text.split('.').filter(|name| !name.is_empty()).fold(Path::root(), |path, name| path.name(name))
}

/// Attributes that name what has them, those that are unique first.
const NAMING: &[&str] = &[
    "arn",
    "id",
    "workspace_id",
    "metastore_id",
    "application_id",
    "object_id",
    "full_name",
    "unique_id",
    "external_id",
    "workspace_url",
    "name",
    "user_name",
    "display_name",
    "bucket",
];

/// See [`Graph::may_be_another`].
fn may_be_another(stack: &Stack, value: &Value) -> bool {
    let Some(unknown) = value.as_unknown() else { return false };
    if let Some(cases) = &unknown.cases {
        return may_be_another(stack, &cases.yes) || may_be_another(stack, &cases.no);
    }
    match stack.flows(value.provenance()) {
        [] => true,
        [flow] => !unknown.symbol.as_deref().is_some_and(|symbol| is_of(&symbol.name, flow)),
        _ => false,
    }
}

/// Whether a text is the address, in its module, of an instance of the definition that a flow is of.
fn is_of(text: &str, flow: &Flow) -> bool {
    let data = if flow.mode == Mode::Data { "data." } else { "" };
    let rest = text.strip_prefix(data).and_then(|rest| rest.strip_prefix(&*flow.type_name));
    let rest = rest.and_then(|rest| rest.strip_prefix('.')?.strip_prefix(&*flow.name));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('['))
}

/// Whether a text is `data.aws_region.here` or `databricks_group.eng["a"]`: the address of an instance in
/// its module.
fn names(text: &str, instance: &Instance, key: &InstanceKey) -> bool {
    let data = if instance.mode == Mode::Data { "data." } else { "" };
    let (ty, name) = (&instance.type_name, &instance.name);
    match key {
        InstanceKey::None | InstanceKey::Any => reads(text, format_args!("{data}{ty}.{name}")),
        InstanceKey::Index(index) => reads(text, format_args!("{data}{ty}.{name}[{index}]")),
        // The address ends in the quoted key.
        InstanceKey::Key(_) => {
            let start = text.strip_prefix(data).and_then(|rest| rest.strip_prefix(&**ty));
            let start = start.and_then(|rest| rest.strip_prefix('.')?.strip_prefix(&**name));
            start.is_some_and(|rest| rest.starts_with('[')) && instance.address.ends_with(text)
        }
    }
}

/// A value where some conditions hold.
fn assumed<'v>(value: &'v Value, when: &[Guard]) -> Cow<'v, Value> {
    if when.is_empty() || value.is_wholly_known() {
        return Cow::Borrowed(value);
    }
    let assignment: Vec<_> = when.iter().map(|guard| (guard.condition.clone(), guard.holds)).collect();
    Cow::Owned(bricklint_lang::eval::assume(value, &assignment))
}

/// Whether two values are the same; a number or truth value and its text are the same to a provider.
pub(crate) fn alike(a: &Value, b: &Value) -> Tri {
    tri::equals(&as_text(a), &as_text(b))
}

/// The value that a body holds at a path.
pub fn at_path<'b>(body: &'b Body, path: &Path) -> Option<&'b Value> {
    let mut body = body;
    let mut steps = path.0.as_slice();
    loop {
        let (first, rest) = steps.split_first()?;
        let Step::Name(name) = first else { return None };
        if let Some(slot) = body.attribute(name) {
            return rest.iter().try_fold(&slot.value, |value, step| match step {
                Step::Name(key) | Step::Key(key) => value.as_map()?.get(key),
                Step::Index(index) => value.as_items()?.get(*index),
            });
        }
        let (index, rest) = match rest.split_first() {
            Some((Step::Index(index), rest)) => (*index, rest),
            _ => (0, rest),
        };
        body = &body.group(name)?.items.get(index)?.body;
        steps = rest;
    }
}

/// All values at a path of names, through every block on the way and every element of a list at its end.
fn collect(
    body: &Body,
    path: &[&str],
    at: &mut Vec<Step>,
    when: &mut Vec<Guard>,
    out: &mut Vec<(Vec<Step>, Vec<Guard>, Value)>,
) {
    let Some((name, rest)) = path.split_first() else { return };
    // What the provider will choose can be anything and was chosen by nobody.
    let chosen = |slot: &Slot| slot.written || !slot.value.is_unknown();
    if let Some((name, slot)) = body.attributes.iter().find(|(n, slot)| &**n == *name && chosen(slot)) {
        at.push(Step::Name(name.clone()));
        collect_value(&slot.value, rest, at, when, out);
        at.pop();
    }
    if let Some(group) = body.group(name) {
        at.push(Step::Name(group.name.clone()));
        for (index, block) in group.items.iter().enumerate() {
            at.push(Step::Index(index));
            let depth = when.len();
            when.extend(block.when.iter().cloned());
            collect(&block.body, rest, at, when, out);
            when.truncate(depth);
            at.pop();
        }
        at.pop();
    }
}

fn collect_value(
    value: &Value,
    path: &[&str],
    at: &mut Vec<Step>,
    when: &[Guard],
    out: &mut Vec<(Vec<Step>, Vec<Guard>, Value)>,
) {
    match (value, path.split_first()) {
        (Value::Seq { value: seq, .. }, _) => {
            for (index, item) in seq.items.iter().enumerate() {
                at.push(Step::Index(index));
                collect_value(item, path, at, when, out);
                at.pop();
            }
        }
        (Value::Map { value: map, .. }, Some((name, rest))) => {
            if let Some(item) = map.get(name) {
                at.push(Step::Name((*name).into()));
                collect_value(item, rest, at, when, out);
                at.pop();
            }
        }
        (_, None) => out.push((at.clone(), when.to_vec(), value.clone())),
        _ => {}
    }
}
