//! Plans: the JSON of `terraform show -json`, read into stacks.
//!
//! [`read_plans`] goes over the input once and keeps where each value stands; [`plan_stack`] finds out what
//! the instances refer to; the values of an instance are decoded when they are first read.

pub(crate) mod address;
mod binary;
mod body;
mod combine;
mod configuration;
mod given;
mod instances;
pub mod lean;
mod mask;
mod pairs;
mod providers;
mod read;
mod references;
mod removed;
mod stale;
mod value;
mod workspace;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::rc::Rc;
use std::sync::{Arc, Mutex, OnceLock};

use bricklint_findings::Sorting;
use bricklint_findings::address::{Step as Name, steps};
use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::finding::Location;
use bricklint_findings::problem::{Problem, ProblemKind};
use bricklint_lang::value::{Provenance, Value};
use bricklint_model::databricks::level;
use bricklint_model::instance::{Change, Instance, InstanceKey, LazyBody, Mode, Origin};
use bricklint_model::place::{Path, Step};
use bricklint_model::stack::{Flow, ModuleInstance, Stack, StackKind};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::module::{Module, ResourceDef};
use crate::policy;
use crate::snapshot::Snapshot;
pub use combine::merge;
pub use given::{is_telling, texts_in};
pub use removed::place_removed;
pub use stale::{Stale, is_made_from, other_constant};
pub use workspace::source_of;

use address::module_steps;
use body::{Node, Shared};
use bricklint_lang::json::{read as json, scan};
use configuration::{Configuration, Fields, Leaf, Resource};
use json::Json;
use mask::Mask;
use providers::{Known, Providers};
use read::{Masks, PlaceInPlan, RawChange, RawPlan};
use references::{Definition, Resolver, Scope, Site};
use value::{Link, Links};

/// The plans that a file holds.
#[derive(Debug)]
pub struct PlanFile {
    /// In the order they stand in the file.
    pub plans: Vec<PlanInput>,
    /// Why the file, or a part of it, is not read, and what is worth knowing about how it was.
    pub problems: Vec<Problem>,
}

/// A plan that was read.
#[derive(Clone, Debug)]
pub struct PlanInput {
    /// The path it was read from.
    pub path: Arc<str>,
    /// Which of the plans in that file, from 1; `None` where it holds one.
    pub number: Option<NonZeroU32>,
    /// The values of the root variables, sensitive ones marked.
    pub variables: Vec<(Arc<str>, Value)>,
    /// Names of variables and texts that the environment gave them, and sensitive texts without a name; see
    /// [`PlanInput::hush`].
    pub given: Arc<[(String, String)]>,
    /// Provider schemas that come before those of the program.
    pub schema: Option<Arc<bricklint_model::schema::Schema>>,
    /// The configuration, which a plan file carries and its JSON does not.
    pub snapshot: Option<Arc<Snapshot>>,
    raw: Arc<RawPlan>,
    configuration: Arc<Configuration>,
}

/// A plan that is larger than this is refused.
pub const MAX_PLAN: u64 = 4 << 30;

/// The plans in a file's content: one, or several after one another. `path` names the file in problems and
/// commands. Whatever is not a plan gets one sentence that says what it is and what to do.
pub fn read_plans(bytes: Vec<u8>, path: &str) -> PlanFile {
    read::read(bytes, path)
}

/// The plan in what is left of a large file; `None` where the file has to be read as it is.
pub fn read_lean(lean: lean::Lean, path: &str) -> Option<PlanFile> {
    read::read_lean(lean, path)
}

/// Goes over the first document as quickly as serde can and keeps nothing: what the time of a check is
/// compared with. Returns whether it is JSON.
#[doc(hidden)]
pub fn skip(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    json::pass(text)
}

/// The objects of a plan, for the attributes of them that the plan knows and no configuration says: ids of what exists,
/// what data sources have read.
#[derive(Clone, Debug, Default)]
pub struct PlannedValues {
    bodies: FxHashMap<Arc<str>, LazyBody>,
    /// The keys of modules and managed resources by their addresses, where the plan has no configuration of its own
    /// that says what they refer to.
    keys: Option<OnceLock<address::Keys>>,
}

impl PlannedValues {
    /// Those of a plan's stack.
    pub fn of(plan: &Stack) -> Self {
        let stays = |instance: &&Instance| !instance.change.as_deref().is_some_and(Change::is_removal);
        let all = plan.instances.iter().filter(stays);
        let bodies = all.map(|instance| (instance.address.clone(), instance.body.clone())).collect();
        let has_none = plan.instances.iter().any(|instance| instance.unlinked);
        Self { bodies, keys: has_none.then(OnceLock::new) }
    }

    /// The keys that the plan has of a module call or a managed resource at an address.
    pub(crate) fn keys(&self, address: &str) -> &[InstanceKey] {
        let keys = self.keys.as_ref().map(|keys| keys.get_or_init(|| address::keys(self.bodies.keys())));
        keys.and_then(|keys| keys.get(address)).map_or(&[], Vec::as_slice)
    }

    /// An attribute of the object at an address, where all of it is known.
    pub(crate) fn attribute(&self, address: &str, name: &str) -> Option<Value> {
        let body = self.bodies.get(address)?.part(&[name], false);
        let value = &body.attribute(name)?.value;
        // The numbers of what flowed into it are those of the plan.
        value.is_wholly_known().then(|| value::with_sources(value, &|_| Provenance::NONE))
    }
}

/// Whether a plan without anything, or with anything that the module defines, can be one of that root.
pub fn has_part_of(plan: &PlanInput, root: &Module) -> bool {
    let (rows, _) = rows(plan);
    let is_defined = |row: &Row| {
        let Some(change) = plan.raw.changes.get(row.change) else { return false };
        let mut steps = steps(&change.address);
        let is_called = match (steps.next(), steps.next()) {
            (Some(Name::Name("module")), Some(Name::Name(name))) => root.calls.contains_key(name),
            _ => false,
        };
        let is_it = |def: &ResourceDef| def.type_name == change.type_name && def.name == change.name;
        is_called || root.resources.iter().any(is_it)
    };
    rows.is_empty() || rows.iter().any(is_defined)
}

/// The stack of a plan. `index` is its number in the estate, `root` the name or path of its root.
pub fn plan_stack(plan: &PlanInput, index: u32, root: &str, environment: Option<Arc<str>>) -> Stack {
    let configuration = &plan.configuration;
    let (rows, twice) = rows(plan);
    let modules = modules(&rows, &plan.raw);
    let numbers = modules.iter().map(|module| module.address.clone()).zip(0..).collect();
    let layout = Layout { plan, rows, modules: numbers };
    let addresses = modules.iter().map(|module| module.address.clone()).collect();
    let mut resolver = Resolver::new(configuration, index, addresses, keys(&layout));
    add_documents(&layout, &mut resolver);
    let known = Planned::new(&layout);
    let mut providers = Providers::declared(configuration, &mut resolver, &layout.modules, &known);
    let (nodes, parts) = nodes(&layout, &mut resolver, &mut providers, &known);
    let uses = layout.changes().zip(&parts).filter_map(|((_, change), (provider, _))| {
        Some(((*provider)?, level::level(change.mode(), &change.type_name)?))
    });
    providers.doubt(uses);
    let outputs = outputs(plan, &mut resolver);
    let shared = Arc::new(Shared {
        raw: plan.raw.clone(),
        configuration: configuration.clone(),
        schema: plan.schema.clone(),
        given: plan.given.clone(),
        stack: index,
        nodes,
        documents: resolver.has_documents(),
        names: Mutex::default(),
    });
    let (instances, open) = instances::of(&layout, &shared, parts);
    let (incomplete, mut problems) = status(plan);
    problems.extend(unknown_action(plan));
    problems.extend(twice.map(|address| stands_twice(plan, &address)));
    Stack {
        index,
        kind: StackKind::Plan,
        root: root.into(),
        may_be: Vec::new(),
        environment,
        workspace: "default".into(),
        uncalled_module: false,
        plan_path: Some(plan.path.clone()),
        plan_number: plan.number,
        modules,
        instances,
        open,
        opaque: Vec::new(),
        let_go: Vec::new(),
        providers: providers.list,
        outputs,
        provenance: resolver.provenance,
        incomplete,
        refresh_only: plan.raw.refresh_only,
        requirements: BTreeMap::new(),
        repetitions: BTreeMap::new(),
        sources: Arc::default(),
        problems,
        refusals: Vec::new(),
        mistakes: Vec::new(),
    }
}

/// The instances of a plan before they are made: one row for each, and the numbers of the modules that they lie in.
struct Layout<'p> {
    plan: &'p PlanInput,
    rows: Vec<Row>,
    modules: FxHashMap<Arc<str>, u32>,
}

impl<'p> Layout<'p> {
    /// The rows with their changes.
    fn changes(&self) -> impl Iterator<Item = (&Row, &'p RawChange)> {
        let raw = &self.plan.raw;
        self.rows.iter().filter_map(|row| Some((row, raw.changes.get(row.change)?)))
    }

    /// The definition of an instance.
    fn definition(&self, change: &RawChange) -> Option<Definition> {
        let module = self.modules.get(&change.module)?;
        Some((*module, change.mode(), change.type_name.clone(), change.name.clone()))
    }
}

/// Notes the data sources that are computed here because their reading is deferred.
fn add_documents(layout: &Layout<'_>, resolver: &mut Resolver<'_>) {
    for ((row, change), node) in layout.changes().zip(0..) {
        let deferred = change.data && !change.after_unknown.is_empty();
        if deferred
            && policy::is_pure(&change.type_name)
            && let Some(definition) = layout.definition(change)
        {
            resolver.add_document(definition, row.key.clone(), node);
        }
    }
}

/// What an instance has beside its body: its provider configuration and what it depends on.
type Parts = (Option<u32>, Vec<Arc<str>>);

/// What the bodies of the instances are decoded from, and what they have beside them.
fn nodes<'p>(
    layout: &Layout<'p>,
    resolver: &mut Resolver<'p>,
    providers: &mut Providers,
    known: &dyn Known,
) -> (Vec<Node>, Vec<Parts>) {
    let configuration = &layout.plan.configuration;
    let mut nodes = Vec::with_capacity(layout.rows.len());
    let mut parts = Vec::with_capacity(layout.rows.len());
    let mut linked = Linked { configuration, last: None, shared: FxHashMap::default() };
    for (row, change) in layout.changes() {
        let scope = resolver.scope(&change.module);
        let found = scope.as_ref().and_then(|scope| {
            let found = resolver.resource(scope, change.mode(), &change.type_name, &change.name);
            found.map(|found| (scope, found))
        });
        let mut links = Links::NONE;
        let mut provider_key = None;
        let mut depends_on = Vec::new();
        if let Some((scope, (at, resource))) = found {
            provider_key = Some(&resource.provider);
            depends_on = resource.depends_on().to_vec();
            if resource.refers {
                links = linked.of((scope, row, change), (at, resource), resolver, known);
            }
        }
        // Which configuration of its provider it is, the configuration of the resource alone says. What ends has none any
        // more, and is taken for one of the default configuration.
        let fallback = change.provider.rsplit('/').next().unwrap_or_default().into();
        let ends = change.actions.iter().all(|action| matches!(&**action, "delete" | "forget"));
        let provider_key = provider_key.or_else(|| ends.then_some(&fallback));
        let provider = provider_key.filter(|_| !change.provider.is_empty()).map(|key| {
            let context = (configuration.as_ref(), &layout.modules);
            providers.of(&change.module, key, &change.provider, context, resolver, known)
        });
        let resource = found.map(|(_, (at, _))| at as u32);
        nodes.push(Node { change: row.change as u32, resource, links });
        parts.push((provider, depends_on));
    }
    (nodes, parts)
}

/// The problem that two changes have one address.
fn stands_twice(plan: &PlanInput, address: &str) -> Problem {
    let message = format!(
        "`{address}` stands twice in `resource_changes`, and only one of the two can be what happens; {}",
        read::AS_IT_IS
    );
    let location = Location { path: plan.path.to_string(), plan: plan.number, ..Location::default() };
    Problem::new(ProblemKind::Unreadable, message).at(location)
}

/// The links of definitions.
struct Linked<'p> {
    configuration: &'p Configuration,
    /// The definition that was met last: instances of one stand together.
    last: Option<(usize, Cow<'p, Fields<'p>>, bool)>,
    /// Where all instances have the same: by definition and module instance.
    shared: FxHashMap<(usize, Arc<str>), Links>,
}

impl<'p> Linked<'p> {
    fn of(
        &mut self,
        (scope, row, change): (&Rc<Scope>, &Row, &RawChange),
        (at, resource): (usize, &'p Resource),
        resolver: &mut Resolver<'p>,
        known: &dyn Known,
    ) -> Links {
        let site = Site { scope, key: &row.key, repetition: resource.repetition() };
        if resource.repetition().is_none() {
            return resolver.links(site, &self.configuration.written(resource, true), known);
        }
        let memo = (at, change.module.clone());
        if let Some(links) = self.shared.get(&memo) {
            return links.clone();
        }
        if self.last.as_ref().is_none_or(|(last, ..)| *last != at) {
            let written = self.configuration.written(resource, true);
            let by_key = references::depends_on_key(&written);
            self.last = Some((at, written, by_key));
        }
        let Some((_, written, by_key)) = &self.last else { return Links::NONE };
        let links = resolver.links(site, written, known);
        if !by_key {
            self.shared.insert(memo, links.clone());
        }
        links
    }
}

/// An instance to be: a change and its key.
struct Row {
    change: usize,
    key: InstanceKey,
}

/// One row for each address, in byte order of the addresses. What is read already counts only where no
/// change says otherwise, and where the configuration still has it. The first address that two changes share is
/// returned too.
fn rows(plan: &PlanInput) -> (Vec<Row>, Option<Arc<str>>) {
    let mut rows: Vec<Row> = plan
        .raw
        .changes
        .iter()
        .enumerate()
        .filter(|(_, change)| !change.type_name.is_empty() && !change.name.is_empty())
        // A deposed object that was deleted outside.
        .filter(|(_, change)| !change.is_deposed() || !change.after.is_empty() || !change.before.is_empty())
        .map(|(at, change)| Row { change: at, key: change.key.clone() })
        .collect();
    let address = |row: &Row| plan.raw.changes.get(row.change).map_or("", |change| &*change.address);
    // Stable: of equal addresses the change comes before what is only read.
    rows.put_in_order_by(|a, b| address(a).cmp(address(b)));
    let is_change = |row: &Row| {
        plan.raw.changes.get(row.change).is_some_and(|c| matches!(c.place, PlaceInPlan::Change(_)))
    };
    let mut twice: Option<Arc<str>> = None;
    rows.dedup_by(|later, first| {
        let same = address(later) == address(first);
        if same && twice.is_none() && is_change(later) && is_change(first) {
            twice = Some(address(first).into());
        }
        same
    });
    if plan.configuration.exists {
        let mut resolver = Resolver::new(&plan.configuration, 0, Vec::new(), FxHashMap::default());
        rows.retain(|row| {
            let Some(change) = plan.raw.changes.get(row.change) else { return false };
            if !change.data || !matches!(change.place, PlaceInPlan::Prior(_)) {
                return true;
            }
            resolver.scope(&change.module).is_some_and(|scope| {
                resolver.resource(&scope, Mode::Data, &change.type_name, &change.name).is_some()
            })
        });
    }
    (rows, twice)
}

/// The module instances that the instances stand in, with those that call them; sorted by address.
fn modules(rows: &[Row], raw: &RawPlan) -> Vec<ModuleInstance> {
    let mut seen: FxHashSet<Arc<str>> = FxHashSet::default();
    let mut addresses: Vec<(Arc<str>, Option<Arc<str>>)> = Vec::new();
    for change in rows.iter().filter_map(|row| raw.changes.get(row.change)) {
        if change.module.is_empty() || seen.contains(&change.module) {
            continue;
        }
        let mut parent: Option<Arc<str>> = None;
        for step in module_steps(&change.module) {
            if seen.insert(step.address.clone()) {
                addresses.push((step.address.clone(), parent));
            }
            parent = Some(step.address);
        }
    }
    addresses.put_in_order();
    let index: FxHashMap<Arc<str>, u32> =
        addresses.iter().map(|(address, _)| address.clone()).zip(1..).collect();
    let root = ModuleInstance { address: "".into(), parent: None, directory: "".into(), call: None };
    let children = addresses.into_iter().map(|(address, parent)| ModuleInstance {
        address,
        parent: Some(parent.and_then(|parent| index.get(&parent).copied()).unwrap_or_default()),
        directory: "".into(),
        call: Some(Origin::Plan),
    });
    std::iter::once(root).chain(children).collect()
}

/// The keys of the instances of each definition that are there after apply.
fn keys(layout: &Layout<'_>) -> FxHashMap<Definition, Vec<InstanceKey>> {
    let mut keys: FxHashMap<Definition, Vec<InstanceKey>> = FxHashMap::default();
    for (row, change) in layout.changes() {
        if change.is_removal() && !change.is_deferred() {
            continue;
        }
        if let Some(definition) = layout.definition(change) {
            keys.entry(definition).or_default().push(row.key.clone());
        }
    }
    keys
}

/// The values that provider arguments refer to.
struct Planned<'p> {
    plan: &'p PlanInput,
    changes: FxHashMap<(Definition, InstanceKey), usize>,
}

impl<'p> Planned<'p> {
    fn new(layout: &Layout<'p>) -> Self {
        let all = layout
            .changes()
            .filter_map(|(row, change)| Some(((layout.definition(change)?, row.key.clone()), row.change)));
        Self { plan: layout.plan, changes: all.collect() }
    }
}

impl Known for Planned<'_> {
    fn variable(&self, name: &str) -> Option<Value> {
        self.plan.variables.iter().find(|(variable, _)| &**variable == name).map(|(_, value)| value.clone())
    }

    fn planned(&self, flow: &Flow) -> Option<Value> {
        let definition = (flow.module, flow.mode, flow.type_name.clone(), flow.name.clone());
        let change = self.plan.raw.changes.get(*self.changes.get(&(definition, flow.key.clone()))?)?;
        let text = &self.plan.raw.text;
        let json = text.json(change.after);
        let masks = Masks::read(text, change.after_unknown, change.after_sensitive);
        let (mut at, mut unknown, mut sensitive) = (&json, masks.unknown(), masks.sensitive());
        for step in &flow.path.0 {
            match step {
                Step::Name(name) | Step::Key(name) => {
                    (unknown, sensitive) = (unknown.field(name), sensitive.field(name));
                    at = at.get(name)?;
                }
                Step::Index(index) => {
                    (unknown, sensitive) = (unknown.item(*index), sensitive.item(*index));
                    at = at.as_array()?.get(*index)?;
                }
            }
        }
        if unknown.covers_anything() || *at == Json::Null {
            return None;
        }
        let value = given::hushed(value::plain(at), &self.plan.given);
        let secret = matches!(sensitive, Mask::All);
        Some(if secret { value.with_marks(bricklint_lang::value::Marks::SENSITIVE) } else { value })
    }
}

fn outputs(plan: &PlanInput, resolver: &mut Resolver<'_>) -> Vec<(Arc<str>, Value)> {
    let scope = resolver.scope("");
    let none = Leaf::default();
    let mut outputs: Vec<(Arc<str>, Value)> = Vec::new();
    for output in &plan.raw.outputs {
        let declared = plan.configuration.modules.first().and_then(|root| {
            root.outputs.iter().find(|(name, _)| *name == output.name).map(|(_, leaf)| leaf)
        });
        let link = scope.as_ref().map_or_else(Link::default, |scope| {
            let site = Site { scope, key: &InstanceKey::None, repetition: None };
            resolver.link(site, &output.name, declared.unwrap_or(&none), 0)
        });
        let text = &plan.raw.text;
        let json = text.json(output.after);
        let masks = Masks::read(text, output.after_unknown, output.after_sensitive);
        let mut unknowns =
            OutputUnknowns { stack: resolver.stack(), path: vec![Step::Name(output.name.clone())] };
        let value = value::merge(Some(&json), masks.unknown(), masks.sensitive(), &link, &mut unknowns);
        outputs.push((output.name.clone(), given::hushed(value, &plan.given)));
    }
    outputs.put_in_order_by(|a, b| a.0.cmp(&b.0));
    outputs.dedup_by(|later, first| later.0 == first.0);
    outputs
}

/// Names the unknowns of an output.
struct OutputUnknowns {
    stack: u32,
    path: Vec<Step>,
}

impl value::Unknowns for OutputUnknowns {
    fn unknown(&mut self, link: &Link) -> Value {
        if let Some(symbol) = &link.same_as {
            return value::after_apply(body::subject(symbol), Some(symbol.clone()));
        }
        let path = Path(self.path.clone());
        let symbol = bricklint_lang::value::Symbol {
            stack: self.stack,
            module: "".into(),
            name: format!("output.{path}").into(),
            path: "".into(),
            free: false,
        };
        value::after_apply(body::subject(&symbol), Some(Arc::new(symbol)))
    }

    fn enter_name(&mut self, name: &str) {
        self.path.push(Step::Name(name.into()));
    }

    fn enter_index(&mut self, index: usize) {
        self.path.push(Step::Index(index));
    }

    fn leave(&mut self) {
        self.path.pop();
    }

    fn name(&mut self, name: &str) -> Arc<str> {
        name.into()
    }
}

/// What can be planned for a resource (Terraform 1.11, `terraform show -json`).
const ACTIONS: &[&str] = &["no-op", "create", "read", "update", "delete", "forget"];

/// Says that rules about changes have nothing to say of a change; a later Terraform can plan something new.
fn unknown_action(plan: &PlanInput) -> Option<Problem> {
    let (change, action) = plan.raw.changes.iter().find_map(|change| {
        Some((change, change.actions.iter().find(|action| !ACTIONS.contains(&&***action))?))
    })?;
    let message = format!(
        "`{}` is planned to `{}`, which this tool does not know: what becomes of such objects is not judged; \
         update the tool",
        change.address,
        action.escape_debug()
    );
    let location = Location { path: plan.path.to_string(), plan: plan.number, ..Location::default() };
    Some(Problem::new(ProblemKind::Note, message).at(location))
}

/// Why more can exist than the plan holds, and what is wrong with the run that made it.
fn status(plan: &PlanInput) -> (Option<Cause>, Vec<Problem>) {
    let location = Location { path: plan.path.to_string(), plan: plan.number, ..Location::default() };
    let incomplete = |text: &str| Cause::new(CauseKind::IncompletePlan, plan.path.clone(), text);
    if plan.raw.errored {
        let message = "this plan records a failed run and holds only what was planned before the error; \
                       repair the error and plan again";
        let problem = Problem::new(ProblemKind::PlanErrored, message).at(location);
        return (Some(incomplete("the plan records a failed run")), vec![problem]);
    }
    let deferred = plan.raw.changes.iter().any(RawChange::is_deferred);
    if plan.raw.complete == Some(false) || deferred {
        let message = "this plan is not complete (`-target`, `-exclude` or deferred changes): what is absent \
                       from it may exist; plan without them to decide";
        let problem = Problem::new(ProblemKind::PlanIncomplete, message).at(location);
        return (Some(incomplete("the plan is not complete")), vec![problem]);
    }
    if plan.raw.refresh_only {
        let message = "this is a refresh-only plan: what is judged is the state that the refresh found; what is \
                       configured and not applied yet is not in it, and what is absent from it may be configured";
        let problem = Problem::new(ProblemKind::Note, message).at(location);
        let cause = incomplete("the plan is refresh-only and does not say what is configured");
        return (Some(cause), vec![problem]);
    }
    (None, Vec::new())
}
