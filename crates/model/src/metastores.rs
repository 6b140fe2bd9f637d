//! Metastores and their assignments across the stacks of a run: which come first, which share a region, and
//! which assignments are for one workspace.

use std::sync::Arc;

use bricklint_findings::address;
use bricklint_findings::cause::{Cause, CauseKind, DecidedBy};
use bricklint_lang::tri::{self, Tri};
use bricklint_lang::value::{Symbol, Value};
use rustc_hash::FxHashMap;

use crate::databricks::account;
use crate::databricks::metastore::Metastore;
use crate::databricks::metastore_assignment::MetastoreAssignment;
use crate::databricks::mws_workspaces::{MwsWorkspace, is_id};
use crate::databricks::provider::Provider;
use crate::estate::Estate;
use crate::graph::NodeId;
use crate::instance::{Action, Mode};
use crate::placeholder::is_placeholder;
use crate::region::Region;
use crate::remote_state;
use crate::view::{Block, Field, GraphView, Node, World};

type Key = (u32, NodeId);

/// Longer lists are left at the first candidate that is possible: the certain ones were asked before.
const LONG: usize = 64;

/// Metastores and assignments of an estate, each list in the order of stacks and addresses: what comes first is
/// taken as what should stay.
#[derive(Debug, Default)]
pub struct MetastoreIndex {
    by_region: FxHashMap<String, Vec<Key>>,
    stacks: Vec<StackIndex>,
    by_id: FxHashMap<String, Vec<Key>>,
    /// Assignments whose workspace is read from elsewhere, by [`read_elsewhere`].
    by_reading: FxHashMap<String, Vec<Key>>,
}

/// What one stack holds.
#[derive(Debug, Default)]
struct StackIndex {
    metastores: Vec<Key>,
    /// Metastores whose region is not a known text.
    without_region: Vec<Key>,
    by_region_symbol: FxHashMap<Arc<Symbol>, Vec<Key>>,
    by_workspace: FxHashMap<NodeId, Vec<Key>>,
    /// Assignments whose workspace is one of this stack, and which it is.
    made: Vec<Key>,
    /// The same, also where it is not said which, or by its id alone.
    of_own: Vec<Key>,
    by_symbol: FxHashMap<Arc<Symbol>, Vec<Key>>,
    /// Assignments whose workspace is neither one of this stack nor a known id.
    loose: Vec<Key>,
    /// Assignments whose workspace is a known id.
    by_text: Vec<Key>,
}

/// Another metastore or assignment beside the one that was asked about.
#[derive(Clone, Debug)]
pub struct Other<'w> {
    /// The other one.
    pub node: Node<'w>,
    /// Whether it is about the same thing, and exists.
    pub same: Tri,
    /// Why that is not known.
    pub cause: Option<Cause>,
}

/// The workspace of an assignment.
#[derive(Clone, Copy, Debug)]
enum Target<'w> {
    Workspace(Node<'w>),
    /// The value, and the assignment that holds it.
    Value(&'w Value, Node<'w>),
}

impl MetastoreIndex {
    /// The index of an estate.
    pub(crate) fn build(estate: &Estate) -> Self {
        let world = World::new(estate);
        let mut index = Self::default();
        for graph in world.graphs() {
            index.stacks.push(StackIndex::default());
            for node in graph.possible(Mode::Managed, Metastore::TYPE) {
                index.add_metastore(node);
            }
            for node in graph.possible(Mode::Managed, MetastoreAssignment::TYPE) {
                index.add_assignment(node);
            }
            index.add_own(graph);
        }
        index
    }

    fn add_metastore(&mut self, node: Node<'_>) {
        let key = (node.graph().stack, node.id);
        let Some(stack) = self.stacks.last_mut() else { return };
        stack.metastores.push(key);
        let region = Region::of(node);
        if let Some(name) = region.and_then(|region| region.name()) {
            self.by_region.entry(name).or_default().push(key);
            return;
        }
        stack.without_region.push(key);
        if let Some(symbol) = region.as_ref().and_then(region_symbol) {
            stack.by_region_symbol.entry(symbol).or_default().push(key);
        }
    }

    fn add_assignment(&mut self, node: Node<'_>) {
        let key = (node.graph().stack, node.id);
        let Some(stack) = self.stacks.last_mut() else { return };
        let assignment = MetastoreAssignment(node);
        let workspace = assignment.workspace();
        let text = assignment.workspace_id().value().and_then(id_text);
        if let Some(text) = &text {
            self.by_id.entry(text.clone()).or_default().push(key);
            stack.by_text.push(key);
        }
        let is_own = |maker: &Node<'_>| MwsWorkspace::of(*maker).is_some();
        let one_of_own = || names_others(node, None) && makers(node).iter().all(is_own);
        if workspace.is_some() || text.is_none() && one_of_own() {
            stack.of_own.push(key);
        }
        if let Some(workspace) = workspace {
            stack.by_workspace.entry(workspace.0.id).or_default().push(key);
            stack.made.push(key);
        } else if text.is_none() && !assignment.workspace_id().value().is_some_and(names_nothing) {
            stack.loose.push(key);
            if let Some(reading) = read_elsewhere(assignment) {
                self.by_reading.entry(reading).or_default().push(key);
            }
            let unknown = assignment.workspace_id().value().and_then(Value::as_unknown);
            if let Some(symbol) = unknown.and_then(|unknown| unknown.symbol.clone()) {
                stack.by_symbol.entry(symbol).or_default().push(key);
            }
        }
    }

    /// Adds the assignments whose known ids are those of workspaces of their stack.
    fn add_own(&mut self, graph: GraphView<'_>) {
        let Some(stack) = self.stacks.last_mut().filter(|stack| !stack.by_text.is_empty()) else { return };
        for node in graph.possible(Mode::Managed, MwsWorkspace::TYPE) {
            let id = MwsWorkspace(node).workspace_id().value().and_then(id_text);
            let same = id.and_then(|id| self.by_id.get(&id)).into_iter().flatten();
            stack.of_own.extend(same.filter(|key| key.0 == graph.stack));
        }
    }

    /// The metastores of the estate that come before this one and may be in its region of its account; the
    /// first certain one alone, if there is one.
    pub fn earlier_in_region<'w>(&self, metastore: Metastore<'w>) -> Option<Other<'w>> {
        let me = metastore.0;
        let region = Region::of(me)?;
        let stack = self.stacks.get(me.graph().stack as usize)?;
        let mut search = Search::before(me);
        let compare = |other: Node<'w>| same_region(metastore, region, Metastore(other));
        if let Some(name) = region.name() {
            let same = self.by_region.get(&name).map(Vec::as_slice).unwrap_or_default();
            search.all(same, compare);
            search.all(&stack.without_region, compare);
        } else {
            if let Some(same) = region_symbol(&region).and_then(|s| stack.by_region_symbol.get(&s)) {
                search.all(same, compare);
            }
            search.all(&stack.metastores, compare);
        }
        search.found()
    }

    /// The assignments that come before this one and may be of its workspace; the first certain one alone,
    /// if there is one.
    pub fn earlier_assignment<'w>(&self, assignment: MetastoreAssignment<'w>) -> Option<Other<'w>> {
        let me = assignment.0;
        let stack = self.stacks.get(me.graph().stack as usize)?;
        let target = target(assignment)?;
        let mut search = Search::before(me);
        let compare = |other: Node<'w>| same_target(target, MetastoreAssignment(other));
        let id = assignment.workspace_id().value().and_then(id_text);
        if let Some(same) = id.and_then(|id| self.by_id.get(&id)) {
            search.all(same, compare);
        }
        match target {
            Target::Workspace(workspace) => {
                let same = stack.by_workspace.get(&workspace.id).map(Vec::as_slice).unwrap_or_default();
                search.all(same, compare);
                search.all(&stack.loose, compare);
                if MwsWorkspace(workspace).workspace_id().value().and_then(id_text).is_none() {
                    search.all(&stack.by_text, compare);
                }
            }
            Target::Value(value, _) if id_text(value).is_some() => {
                search.all(&stack.loose, compare);
                search.all(&stack.made, compare);
            }
            Target::Value(value, _) => {
                let reading = read_elsewhere(assignment);
                if let Some(same) = reading.and_then(|reading| self.by_reading.get(&reading)) {
                    search.all(same, |_| (Tri::True, None));
                }
                let symbol = value.symbol();
                if let Some(same) = symbol.and_then(|symbol| stack.by_symbol.get(symbol)) {
                    search.all(same, compare);
                }
                for list in [&stack.loose, &stack.made, &stack.by_text] {
                    search.all(list, compare);
                }
            }
        }
        search.found()
    }

    /// The assignments of the estate to the workspace of an id, by stack and address.
    pub(crate) fn assignments_to(&self, id: &str) -> &[Key] {
        self.by_id.get(id).map(Vec::as_slice).unwrap_or_default()
    }

    /// An assignment of this workspace, certain or possible, in any stack that can be compared.
    pub fn assignment_of<'w>(&self, workspace: MwsWorkspace<'w>) -> Option<Other<'w>> {
        let me = workspace.0;
        let world = me.world();
        let estate = world.estate();
        let node = |key: &Key| world.graph(key.0).map(|graph| graph.node(key.1));
        let compare = |other: Node<'w>| same_target(Target::Workspace(me), MetastoreAssignment(other));
        let stack = self.stacks.get(me.graph().stack as usize)?;
        let mut search = Search::any(me);
        search.all(stack.by_workspace.get(&me.id).map(Vec::as_slice).unwrap_or_default(), compare);
        search.all(&stack.loose, compare);
        let id = workspace.workspace_id().value().and_then(id_text);
        match &id {
            Some(id) => search.all(self.by_id.get(id).map(Vec::as_slice).unwrap_or_default(), compare),
            None => search.all(&stack.by_text, compare),
        }
        if let Some(found) = search.found() {
            return Some(found);
        }
        for (at, other) in (0..).zip(&self.stacks) {
            let is_other = at != me.graph().stack && estate.comparable(at, me.graph().stack);
            if !is_other || estate.stack(at).is_none_or(|stack| stack.uncalled_module) {
                continue;
            }
            let candidates = other.loose.iter().chain(if id.is_none() { &*other.by_text } else { &[] });
            let may_be = |other: &Node<'w>| !other.exists().is_false() && !names_others(*other, None);
            let possible = candidates.filter_map(node).find(may_be);
            if let Some(node) = possible {
                let cause = MetastoreAssignment(node).workspace_id().cause();
                return Some(Other { node, same: Tri::Unknown, cause });
            }
        }
        None
    }

    /// An assignment of this workspace that the plan lets go of and leaves as it is, and whether it is of this workspace.
    pub fn forgotten_of<'w>(&self, workspace: MwsWorkspace<'w>) -> Option<(Node<'w>, Tri)> {
        let mine = workspace.workspace_id();
        let all = forgotten(workspace.0.graph(), MetastoreAssignment::TYPE).filter_map(|(node, before)| {
            let same = match (mine.value(), before.effective("workspace_id").value()) {
                (Some(mine), Some(theirs)) => same_id(mine, theirs),
                _ => Tri::Unknown,
            };
            (!same.is_false()).then_some((node, same))
        });
        all.max_by_key(|(_, same)| *same)
    }

    /// A metastore that the plan lets go of and leaves in the region in which it makes this one, by its region before,
    /// and whether it is of the same account: a plan does not say the provider of what it lets go of.
    pub fn forgotten_in_region<'w>(&self, metastore: Metastore<'w>) -> Option<(Field<'w>, Tri)> {
        let me = metastore.0;
        me.change().filter(|change| change.action() == Action::Create)?;
        let region = Region::of(me)?;
        let graph = me.graph();
        let mut left = forgotten(graph, Metastore::TYPE).map(|(_, before)| before.effective("region"));
        let theirs = left.find(|theirs| region.equals(&Region::Said(*theirs)).is_true())?;
        let mine = Provider::of(me);
        let same = account::provider_configurations(graph)
            .map(|other| mine.map_or(Tri::Unknown, |mine| mine.same_account(Provider(other))));
        Some((theirs, same.fold(Tri::True, |all, one| all.and(one.or(Tri::Unknown)))))
    }

    /// Whether a stack makes a metastore and assigns one to a workspace that it makes, and why that is not known.
    pub fn assigns(&self, graph: GraphView<'_>) -> (Tri, Option<Cause>) {
        let Some(stack) = self.stacks.get(graph.stack as usize) else { return (Tri::False, None) };
        let mut cause = None;
        let mut any = |keys: &[Key]| {
            let mut found = Tri::False;
            for (_, id) in keys {
                let node = graph.node(*id);
                found = found.or(node.exists());
                if found.is_true() {
                    break;
                }
                cause = cause.take().or_else(|| node.uncertainty());
            }
            found
        };
        let makes = any(&stack.metastores);
        let both = if makes.is_false() { makes } else { makes.and(any(&stack.of_own)) };
        (both, cause)
    }
}

/// What the plan of a stack lets go of and leaves as it is, of a type, with its values before.
fn forgotten<'w>(
    graph: GraphView<'w>,
    type_name: &str,
) -> impl Iterator<Item = (Node<'w>, Block<'w>)> + use<'w> {
    let all = graph.graph.instances_of(Mode::Managed, type_name).iter().map(move |id| graph.node(*id));
    all.filter_map(|node| {
        node.change().filter(|change| change.action() == Action::Forget)?;
        Some((node, node.before()?))
    })
}

/// A walk over candidates that stops at the first certain one.
struct Search<'w> {
    me: Node<'w>,
    /// Only what comes before this.
    end: Option<Key>,
    sure: Option<Other<'w>>,
    possible: Option<Other<'w>>,
}

impl<'w> Search<'w> {
    fn before(me: Node<'w>) -> Self {
        Self { end: Some((me.graph().stack, me.id)), ..Self::any(me) }
    }

    fn any(me: Node<'w>) -> Self {
        Self { me, end: None, sure: None, possible: None }
    }

    /// Asks the candidates of a list.
    fn all(&mut self, keys: &[Key], compare: impl Fn(Node<'w>) -> (Tri, Option<Cause>)) {
        let world = self.me.world();
        for key in keys {
            if self.sure.is_some() || self.end.is_some_and(|end| *key >= end) {
                return;
            }
            let (estate, own) = (world.estate(), self.me.graph().stack);
            // What nobody applies takes nothing away from another.
            let comparable =
                if self.end.is_some() { estate.rival(key.0, own) } else { estate.comparable(key.0, own) };
            let Some(node) = world.graph(key.0).map(|graph| graph.node(key.1)) else { continue };
            let may_be_one = !comparable && self.end.is_some() && estate.may_be_one(key.0, own);
            if !comparable && !may_be_one || node == self.me {
                continue;
            }
            let exists = node.exists_beside(self.me);
            if exists.is_false() {
                continue;
            }
            let (mut same, mut cause) = compare(node);
            if may_be_one && same.is_true() {
                (same, cause) = (Tri::Unknown, Some(one_root(estate, [key.0, own])));
            }
            match same.and(exists) {
                Tri::True => self.sure = Some(Other { node, same: Tri::True, cause: None }),
                Tri::Unknown => {
                    let cause = cause.or_else(|| node.uncertainty());
                    self.possible.get_or_insert(Other { node, same: Tri::Unknown, cause });
                    if same.is_unknown() && keys.len() > LONG {
                        return;
                    }
                }
                Tri::False => {}
            }
        }
    }

    fn found(self) -> Option<Other<'w>> {
        self.sure.or(self.possible)
    }
}

/// That nobody says whether a plan is of the root that it is written like.
fn one_root(estate: &Estate, stacks: [u32; 2]) -> Cause {
    let all = stacks.map(|at| estate.stack(at));
    let mut roots = all.into_iter().flatten().filter(|stack| stack.may_be.is_empty());
    let root = roots.next().map_or("", |stack| &*stack.root);
    let text = format!("the plan may be of the root `{root}`");
    Cause::new(CauseKind::NotVisibleHere, root, text).decided_by(DecidedBy::Source)
}

/// Whether two metastores are in one region of one account. Regions of different stacks are compared where
/// both are known.
fn same_region<'w>(me: Metastore<'w>, region: Region<'w>, other: Metastore<'w>) -> (Tri, Option<Cause>) {
    let Some(theirs) = Region::of(other.0) else { return (Tri::False, None) };
    let regions = region.equals(&theirs);
    let elsewhere = me.0.graph().stack != other.0.graph().stack;
    let is_known = || regions.is_true() && !region.name().is_some_and(|name| is_placeholder(&name));
    if regions.is_false() || (elsewhere && !is_known()) {
        return (Tri::False, None);
    }
    let account = match (Provider::of(me.0), Provider::of(other.0)) {
        (Some(a), Some(b)) => a.same_account(b),
        _ => Tri::Unknown,
    };
    let cause = if regions.is_unknown() {
        theirs.cause().or_else(|| region.cause())
    } else if account.is_unknown() {
        let providers = [other, me].into_iter().filter_map(|one| Provider::of(one.0));
        // What is not said of one is the cause, and not that the other says it.
        let unsaid = providers.clone().filter(|one| !one.says_account());
        let mut causes = providers.filter_map(|one| one.account_id().cause());
        causes.next().or_else(|| unsaid.map(Provider::account_cause).next())
    } else {
        None
    };
    (regions.and(account), cause)
}

fn target(assignment: MetastoreAssignment<'_>) -> Option<Target<'_>> {
    if let Some(workspace) = assignment.workspace() {
        return Some(Target::Workspace(workspace.0));
    }
    let field = assignment.workspace_id();
    let value = field.value().filter(|value| !value.is_null() && !names_nothing(value))?;
    Some(Target::Value(value, assignment.0))
}

/// The workspaces that an id comes from, where it comes from nothing else: resources of this stack, and
/// whatever Azure makes or looks up.
fn makers(assignment: Node<'_>) -> Vec<Node<'_>> {
    let mut nodes = Vec::new();
    for link in MetastoreAssignment(assignment).workspace_id().links() {
        let name = link.node.type_name();
        let azure = name.starts_with("azurerm_") || name.starts_with("azapi_");
        if !azure && MwsWorkspace::of(link.node).is_none() {
            return Vec::new();
        }
        nodes.push(link.node);
    }
    nodes
}

/// Whether the id certainly comes from other workspaces than this one.
fn names_others(assignment: Node<'_>, workspace: Option<Node<'_>>) -> bool {
    let makers = makers(assignment);
    let open = MetastoreAssignment(assignment).workspace_id().may_be_another();
    !open && !makers.is_empty() && !makers.iter().any(|maker| Some(*maker) == workspace)
}

/// Whether two ids certainly come from different resources. What is looked up can be what is made.
fn from_different(a: Node<'_>, b: Node<'_>) -> bool {
    let (a, b) = (makers(a), makers(b));
    let mut all = a.iter().chain(&b);
    !a.is_empty() && !b.is_empty() && all.all(|maker| maker.is_managed()) && !a.iter().any(|x| b.contains(x))
}

/// A text for what the workspace of an assignment is read from, the same in all roots that read that: the output of a state,
/// or the list of the workspaces of an account. `None` where that is not said.
fn read_elsewhere(assignment: MetastoreAssignment<'_>) -> Option<String> {
    let field = assignment.workspace_id();
    let symbol = field.value()?.symbol()?;
    if let Some(output) = remote_state::output(assignment.0.graph(), symbol) {
        return Some([&*output.module, &*output.path].join("\n"));
    }
    let (list, path) = listed(assignment.0)?;
    let provider = Provider::of(list).filter(|provider| provider.says_account())?;
    Some([&*provider.account_id().value()?.as_str()?.to_lowercase(), &path].join("\n"))
}

/// The list of workspaces that the one of an assignment is taken from, and by which name: `ids.prod`.
fn listed(assignment: Node<'_>) -> Option<(Node<'_>, String)> {
    let field = MetastoreAssignment(assignment).workspace_id();
    let symbol = field.value()?.symbol()?;
    let text = symbol.to_string();
    let converted = text.strip_prefix("convert(").and_then(|text| Some(text.rsplit_once(", ")?.0));
    let text = address::join(&symbol.module, converted.unwrap_or(&text));
    field.links().find_map(|link| {
        let list = link.node;
        let path = text.strip_prefix(list.address())?.strip_prefix('.')?;
        let is_one = list.type_name() == MwsWorkspace::TYPE
            && !list.is_managed()
            && path.strip_prefix("ids")?.starts_with(['.', '['])
            && remote_state::has_known_keys(path);
        is_one.then(|| (list, path.to_owned()))
    })
}

/// Whether two workspaces are taken from such lists by two names: none has two.
fn have_two_names(a: Node<'_>, b: Node<'_>) -> bool {
    listed(a).zip(listed(b)).is_some_and(|((_, a), (_, b))| a != b)
}

fn same_target<'w>(mine: Target<'w>, other: MetastoreAssignment<'w>) -> (Tri, Option<Cause>) {
    let Some(theirs) = target(other) else { return (Tri::False, None) };
    let same = match (mine, theirs) {
        (Target::Workspace(a), Target::Workspace(b)) => Tri::from(a == b),
        (Target::Value(_, a), Target::Value(_, b)) if from_different(a, b) || have_two_names(a, b) => {
            Tri::False
        }
        (Target::Value(a, _), Target::Value(b, _)) => same_id(a, b),
        (Target::Workspace(node), Target::Value(_, by)) | (Target::Value(_, by), Target::Workspace(node))
            if names_others(by, Some(node)) =>
        {
            Tri::False
        }
        (Target::Workspace(node), Target::Value(value, _))
        | (Target::Value(value, _), Target::Workspace(node)) => {
            match MwsWorkspace(node).workspace_id().value() {
                Some(id) => same_id(id, value),
                None => Tri::Unknown,
            }
        }
    };
    let cause = if same.is_unknown() {
        let known = |target: &Target<'w>| match target {
            Target::Value(value, _) => value.cause().cloned(),
            Target::Workspace(_) => None,
        };
        known(&theirs).or_else(|| known(&mine)).or_else(|| match (mine, theirs) {
            (Target::Workspace(node), _) | (_, Target::Workspace(node)) => {
                Some(MwsWorkspace(node).workspace_id().cause_or("workspace_id"))
            }
            _ => None,
        })
    } else {
        None
    };
    (same, cause)
}

/// Ids are numbers or the same digits as text.
fn same_id(a: &Value, b: &Value) -> Tri {
    match (id_text(a), id_text(b)) {
        (Some(a), Some(b)) => Tri::from(a == b),
        (None, None) => tri::equals(a, b),
        _ => Tri::Unknown,
    }
}

fn id_text(value: &Value) -> Option<String> {
    match value.as_str() {
        Some(text) => Some(text.trim().to_owned()).filter(|text| is_id(text)),
        None => value.as_number().map(|number| number.to_string()),
    }
}

/// Whether it is text that cannot be an id: an empty default, or what stands for a value until it is filled in.
fn names_nothing(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !is_id(text.trim()))
}

fn region_symbol(region: &Region<'_>) -> Option<Arc<Symbol>> {
    match region {
        Region::Said(field) => field.value()?.as_unknown()?.symbol.clone(),
        Region::Unsaid(_) => None,
    }
}
