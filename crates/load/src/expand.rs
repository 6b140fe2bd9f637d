//! Expansion of a root into instances.

pub(crate) mod address;
mod body;
mod cycles;
mod definition;
mod files;
mod imports;
mod key_set;
mod modules;
mod provenance;
mod providers;
mod refused;
mod repeat;
mod requirements;
mod resource;
pub(crate) mod schema;
mod scope;
mod settle;
mod typed;
mod uses;
mod validate;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::problem::{Problem, ProblemKind};
use bricklint_lang::value::Value;
use bricklint_model::facts::{FactKind, Mistake};
use bricklint_model::instance::{Body, Instance};
use bricklint_model::stack::{ModuleInstance, OpaqueModule, OpenDefinition, Stack, StackKind};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

pub(crate) use cycles::{Links, find as find_cycles};
pub(crate) use definition::{Definition, Definitions, ProviderName, is_assumed, source as provider_source};
pub(crate) use files::RootFiles;
pub(crate) use modules::relative;
pub(crate) use uses::of as uses;

use self::body::misfit;
use self::modules::{Caution, Context, Expander, Inst, Target};
use crate::files::FileSystem;
use crate::module::Module;
use crate::plan::PlanInput;
use crate::roots::{Directory, DirectoryKind, Discovery};
use crate::variables::{Given, Inputs, VarFiles};
use crate::{LoadOptions, VariableSet};

/// Bytes of stack for one expansion.
const STACK_SIZE: usize = 256 << 20;

/// What the stacks of one run have in common.
pub(crate) struct Shared<'a> {
    /// Where files come from.
    pub(crate) fs: &'a dyn FileSystem,
    /// The modules.
    pub(crate) discovery: &'a Discovery,
    /// What was asked for.
    pub(crate) options: &'a LoadOptions,
    var_files: VarFiles,
}

impl<'a> Shared<'a> {
    fn new(
        fs: &'a dyn FileSystem,
        discovery: &'a Discovery,
        options: &'a LoadOptions,
        sets: &[&VariableSet],
    ) -> Self {
        Self { fs, discovery, options, var_files: VarFiles::read(fs, options, sets) }
    }

    /// The definition in a directory.
    pub(crate) fn definition(&self, directory: &str) -> Option<Arc<Definition>> {
        self.discovery.definitions.get(&self.discovery.modules, directory)
    }
}

/// What names the workspace in expressions.
pub(crate) const WORKSPACE: &str = "terraform.workspace";

/// Expands one root with one variable set. `index` is the stack's number in the estate.
pub fn load_root(
    fs: &dyn FileSystem,
    discovery: &Discovery,
    options: &LoadOptions,
    root: &Directory,
    set: &VariableSet,
    index: u32,
) -> Stack {
    let run = || {
        let shared = Shared::new(fs, discovery, options, &[set]);
        let mut stack = expand(&shared, root, set, index, &mut Vec::new());
        let mut problems = shared.var_files.problems().to_vec();
        problems.extend(undeclared(&shared, &[set]));
        problems.append(&mut stack.problems);
        stack.problems = problems;
        stack
    };
    with_room(run)
}

thread_local! {
    /// Whether this thread has [`STACK_SIZE`].
    static HAS_ROOM: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work` on threads whose stack has room for values that depend on each other a thousand deep; on this
/// thread where it is one of them.
pub fn with_room<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    if HAS_ROOM.get() {
        return work();
    }
    // As many as where it is called from; asked elsewhere, that would start threads of its own.
    let threads = rayon::current_thread_index().map_or(0, |_| rayon::current_num_threads());
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(STACK_SIZE)
        .start_handler(|_| HAS_ROOM.set(true))
        .build();
    match pool {
        Ok(pool) => pool.install(work),
        // Without threads of its own the values are fewer that may depend on each other.
        Err(_) => work(),
    }
}

/// The values of expressions, each by itself, in the scope of a root with one variable set, and what is wrong
/// with the root's values; for an expression that does not parse or evaluate one sentence that says why.
pub fn evaluate_in_root(
    fs: &dyn FileSystem,
    discovery: &Discovery,
    options: &LoadOptions,
    root: &Directory,
    set: &VariableSet,
    expressions: &[&str],
) -> (Vec<Result<Value, String>>, Vec<Problem>) {
    with_room(|| {
        let shared = Shared::new(fs, discovery, options, &[set]);
        let mut problems = shared.var_files.problems().to_vec();
        problems.extend(undeclared(&shared, &[set]));
        let nothing =
            || expressions.iter().map(|_| Err("the root has no configuration".to_owned())).collect();
        let Some(module) = discovery.modules.get(&root.path) else { return (nothing(), problems) };
        let given = Given { fs, options, set, root, module, files: &shared.var_files };
        let (inputs, mut found) = crate::variables::inputs(&given);
        problems.append(&mut found);
        let workspace = workspace(&shared, root, set);
        let uncalled = is_uncalled(&shared, root, set, module, &inputs);
        let Some(expander) =
            Expander::new(&shared, root.path.clone(), 0, workspace, Caution::None, uncalled, inputs)
        else {
            return (nothing(), problems);
        };
        let values = expressions.iter().map(|text| expander.evaluate_text(text)).collect();
        (values, problems)
    })
}

/// Expands every root with every variable set that is for it, in parallel; ordered by root, then by
/// variable set. The stacks are numbered from `first`.
pub fn load_all(
    fs: &dyn FileSystem,
    discovery: &Discovery,
    options: &LoadOptions,
    sets: &[VariableSet],
    first: u32,
) -> Vec<Stack> {
    let roots: Vec<_> = discovery.roots().collect();
    load_roots(fs, discovery, options, &roots, sets, &|at, _| first + at as u32)
}

/// Expands these roots with every variable set that is for them, in parallel; see [`load_all`]. `number` numbers a stack by
/// its position among them and its root.
pub fn load_roots(
    fs: &dyn FileSystem,
    discovery: &Discovery,
    options: &LoadOptions,
    roots: &[&Directory],
    sets: &[VariableSet],
    number: &(dyn Fn(usize, &str) -> u32 + Sync),
) -> Vec<Stack> {
    let unnamed = VariableSet::default();
    let sets: Vec<&VariableSet> = if sets.is_empty() { vec![&unnamed] } else { sets.iter().collect() };
    let shared = Shared::new(fs, discovery, options, &sets);
    let mut work: Vec<(&Directory, &VariableSet)> = Vec::new();
    for root in roots.iter().copied() {
        let before = work.len();
        for set in &sets {
            if set.roots.are_for(&root.path) {
                work.push((root, *set));
            }
        }
        // A root that no environment names is still a root.
        if work.len() == before {
            work.push((root, &unnamed));
        }
    }
    let run = || -> Vec<Stack> {
        work.par_iter()
            .enumerate()
            .map_init(Vec::new, |instances, (at, (root, set))| {
                expand(&shared, root, set, number(at, &root.path), instances)
            })
            .collect()
    };
    let mut stacks = with_room(run);
    // What is wrong with the values of the run is said once.
    let mut problems = shared.var_files.problems().to_vec();
    problems.extend(undeclared(&shared, &sets));
    if let Some(stack) = stacks.first_mut() {
        problems.append(&mut stack.problems);
        stack.problems = problems;
    }
    stacks
}

/// Whether nobody is known to run a module. What is given all that it requires is run like this, unless others are
/// known to call it, or an environment gives it to all: that is for the roots, where there are some.
fn is_uncalled(
    shared: &Shared<'_>,
    root: &Directory,
    set: &VariableSet,
    module: &Module,
    inputs: &Inputs,
) -> bool {
    let has_roots = || shared.discovery.roots().any(|found| found.kind == DirectoryKind::Root);
    let is_for_it =
        || set.name.is_none() || !set.roots.is_empty() || !shared.options.vars.is_empty() || !has_roots();
    root.kind == DirectoryKind::UncalledModule
        && (shared.discovery.runners.contains_key(&root.path)
            || !is_given_all(set, module, inputs)
            || !is_for_it())
}

/// Whether each variable without a default has a value. Nobody can give it a provider configuration, so that what asks for
/// one takes somebody who runs it.
fn is_given_all(set: &VariableSet, module: &Module, inputs: &Inputs) -> bool {
    let mut required = module.variables.iter().filter(|(_, variable)| variable.default_origin.is_none());
    required.all(|(name, _)| inputs.get(name).is_some())
        && (is_run(set, inputs) || module.required_configuration().is_none())
}

/// Whether somebody says that Terraform is run in a directory: who names it, or gives it values.
fn is_run(set: &VariableSet, inputs: &Inputs) -> bool {
    !set.roots.is_empty() || !inputs.is_empty()
}

/// What is wrong with what the command line gives, where there is nothing but these plans.
pub fn given_to_none(fs: &dyn FileSystem, options: &LoadOptions, plans: &[PlanInput]) -> Vec<Problem> {
    let declared = plans.iter().flat_map(|plan| &plan.variables).map(|(name, _)| &**name).collect();
    let files = VarFiles::read(fs, options, &[]);
    let mut problems = files.problems().to_vec();
    problems.extend(files.undeclared(&options.vars.iter().collect::<Vec<_>>(), &declared));
    crate::roots::module_paths(fs, &options.project_root, options, &mut problems);
    problems
}

/// Names that `--var`, `--var-file` or a variable set gives a value and no root declares.
fn undeclared(shared: &Shared<'_>, sets: &[&VariableSet]) -> Vec<Problem> {
    let mut declared: FxHashSet<&str> = FxHashSet::default();
    for root in shared.discovery.roots() {
        if let Some(module) = shared.discovery.modules.get(&root.path) {
            if module.is_open() {
                return Vec::new();
            }
            declared.extend(module.variables.keys().map(|name| &**name));
        }
    }
    let mut inputs: Vec<&crate::VarInput> = shared.options.vars.iter().collect();
    // What an environment gives can be for a root that this run does not look at.
    if shared.options.is_whole(shared.fs) {
        inputs.extend(sets.iter().flat_map(|set| &set.vars));
    }
    shared.var_files.undeclared(&inputs, &declared)
}

/// Expands a root. `instances` is room to work in, empty before and after.
fn expand(
    shared: &Shared<'_>,
    root: &Directory,
    set: &VariableSet,
    index: u32,
    instances: &mut Vec<Option<Instance>>,
) -> Stack {
    let workspace = workspace(shared, root, set);
    let module = shared.discovery.modules.get(&root.path);
    let given = module.map(|module| Given {
        fs: shared.fs,
        options: shared.options,
        set,
        root,
        module,
        files: &shared.var_files,
    });
    let inputs = given.as_ref().map(crate::variables::inputs);
    let mut known = inputs.iter().zip(module);
    let uncalled_module = known.any(|((inputs, _), module)| is_uncalled(shared, root, set, module, inputs));
    let blank = |problems| Stack {
        index,
        kind: StackKind::Source,
        root: root.path.clone(),
        may_be: Vec::new(),
        environment: set.name.clone(),
        workspace: workspace.clone().unwrap_or_else(|| "default".into()),
        uncalled_module,
        plan_path: None,
        plan_number: None,
        modules: Vec::new(),
        instances: Vec::new(),
        open: Vec::new(),
        opaque: Vec::new(),
        let_go: Vec::new(),
        providers: Vec::new(),
        outputs: Vec::new(),
        provenance: vec![Vec::new()],
        incomplete: None,
        refresh_only: false,
        requirements: BTreeMap::new(),
        repetitions: BTreeMap::new(),
        sources: shared.discovery.sources.clone(),
        problems,
        refusals: Vec::new(),
        mistakes: Vec::new(),
    };
    let mut stack = blank(shared.discovery.call_problems.get(&root.path).cloned().unwrap_or_default());
    tracing::debug!(
        root = &*root.path,
        environment = set.name.as_deref().unwrap_or_default(),
        workspace = &*stack.workspace,
        "expand"
    );
    let (Some(given), Some((inputs, mut problems))) = (given, inputs) else { return stack };
    let make = |caution, inputs| {
        let (root, workspace) = (root.path.clone(), workspace.clone());
        Expander::new(shared, root, index, workspace, caution, uncalled_module, inputs)
    };
    stack.problems.append(&mut problems);
    // Who calls what may be a module gives what it has by default.
    let is_root = !shared.discovery.unsigned.contains(&root.path) || is_run(set, &inputs);
    let Some(expander) = make(Caution::None, inputs) else { return stack };
    fill(&expander, &mut stack, instances);
    let mut again = |caution| {
        let cautious = make(caution, crate::variables::inputs(&given).0)?;
        fill(&cautious, &mut blank(Vec::new()), instances);
        Some((cautious.failures.take(), cautious.refusals.take(), cautious.mistakes.take()))
    };
    if expander.doubted.get()
        && let Some((failures, refusals, mistakes)) = again(Caution::Empty)
    {
        for (place, text) in failures {
            expander.report(ProblemKind::Invalid, place, text);
        }
        let has_more = !mistakes.is_empty() || !is_root && !refusals.is_empty();
        let sure = if has_more { again(Caution::Defaults) } else { None };
        let (sure, mistaken) = sure.map(|(_, sure, mistaken)| (sure, mistaken)).unzip();
        stack.mistakes = match mistaken {
            None => mistakes.into_values().collect(),
            // Another instance may be the first of those that it is so in.
            Some(mut sure) => {
                let same = |own: Mistake| {
                    sure.remove(&own.at).filter(|sure| sure.kind == own.kind && sure.other == own.other)
                };
                mistakes.into_values().filter_map(same).collect()
            }
        };
        let sure = sure.filter(|_| !is_root).map(|mut sure| {
            sure.put_in_order_by(|a, b| a.refusal.address.cmp(&b.refusal.address));
            sure
        });
        for noted in refusals {
            let is_sure = sure.as_ref().is_none_or(|sure| {
                let own = &noted.refusal.address;
                let first = sure.partition_point(|other| other.refusal.address < *own);
                let mut of_instance =
                    sure.iter().skip(first).take_while(|other| other.refusal.address == *own);
                of_instance.any(|other| *other == noted)
            });
            if is_sure && noted.described {
                if let FactKind::WrongType { name, reason, .. } = &noted.refusal.kind {
                    expander.retract(noted.place, &misfit(&noted.owner, name, reason));
                }
                stack.refusals.push(noted.refusal);
            } else if let Some(text) = noted.text() {
                expander.report(ProblemKind::Invalid, noted.place, text);
            }
        }
        stack.refusals.put_in_order_by(|a, b| a.address.cmp(&b.address));
    }
    let stopped = expander.stopped().cloned();
    stack.requirements = requirements::requirements(&stack, &expander);
    stack.repetitions = expander.repetitions.take();
    let (mut problems, interner, insts) = expander.finish();
    stack.problems.append(&mut problems);
    stack.provenance = interner.into_sets();
    stack.incomplete = stopped;
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    for inst in &insts {
        let module = &inst.definition.module;
        if !seen.insert(&inst.node.directory) {
            continue;
        }
        stack.problems.extend(module.problems.iter().cloned());
        if module.incomplete && stack.incomplete.is_none() {
            stack.incomplete = Some(incomplete(module, &stack.sources));
        }
    }
    // Of what is called without making an instance, nothing is missing but that Terraform can read it.
    for node in insts.first().iter().flat_map(|root| modules::reached(&root.node)) {
        if !seen.contains(&*node.directory) {
            stack.problems.extend(node.definition.module.problems.iter().cloned());
        }
    }
    stack.modules = insts
        .iter()
        .map(|inst| ModuleInstance {
            address: inst.address.clone(),
            parent: inst.parent.map(|(parent, _)| parent),
            directory: inst.node.directory.clone(),
            call: inst.parent.and_then(|(parent, call)| {
                let (_, call) =
                    insts.get(parent as usize)?.definition.module.calls.get_index(call as usize)?;
                Some(call.origin)
            }),
        })
        .collect();
    tracing::info!(
        root = &*stack.root,
        environment = stack.environment.as_deref().unwrap_or_default(),
        workspace = &*stack.workspace,
        modules = stack.modules.len(),
        instances = stack.instances.len(),
        "expanded"
    );
    stack
}

/// Expands everything, one module instance after the other; calls add further ones at the end.
fn fill(expander: &Expander<'_>, stack: &mut Stack, instances: &mut Vec<Option<Instance>>) {
    let mut at = 0;
    while let Some(inst) = expander.inst(at) {
        at += 1;
        // What is left of the modules would be as much again.
        if expander.stopped().is_some() && inst.parent.is_some() {
            break;
        }
        let module = inst.definition.module.clone();
        for (call, _) in module.calls.values().enumerate() {
            fill_call(expander, &inst, call as u32, stack);
        }
        for (block, _) in module.providers.iter().enumerate() {
            expander.declare(&inst, block);
        }
        stack.let_go.extend(module.let_go().map(|(ty, from)| (ty, address::join(&inst.address, from))));
        instances.reserve(module.resources.len());
        for resource in 0..module.resources.len() as u32 {
            expander.add_instances(&inst, resource, instances);
            if let (Some(cause), Some(def)) =
                (expander.open_cause(&inst, resource), module.resources.get(resource as usize))
            {
                stack.open.push(OpenDefinition {
                    module: inst.index,
                    mode: def.mode,
                    type_name: def.type_name.clone(),
                    name: def.name.clone(),
                    cause,
                });
            }
        }
        // What nothing refers to can be wrong too.
        for variable in 0..module.variables.len() {
            expander.variable(&inst, variable);
            expander.validate(&inst, variable);
        }
        for local in 0..module.locals.len() {
            expander.local(&inst, local);
        }
        for (output, name) in module.outputs.keys().enumerate() {
            let value = expander.output(&inst, output);
            if inst.parent.is_none() {
                stack.outputs.push((name.clone(), value));
            }
        }
    }
    check(expander);
    if let Some(root) = expander.inst(0) {
        expander.report_circles(cycles::report(expander, &root));
    }
    stack.providers = expander.provider_configs();
    stack.instances = sorted(instances);
    imports::mark(expander, &mut stack.instances);
    stack.outputs.put_in_order_by(|a, b| a.0.cmp(&b.0));
}

/// Checks the conditions of everything, once all values are there.
fn check(expander: &Expander<'_>) {
    let mut at = 0;
    while let Some(inst) = expander.inst(at) {
        at += 1;
        if expander.stopped().is_some() {
            return;
        }
        let module = inst.definition.module.clone();
        for resource in 0..module.resources.len() as u32 {
            expander.check_resource(&inst, resource);
        }
        for call in 0..module.calls.len() as u32 {
            expander.validate_absent(&inst, call);
        }
        for output in 0..module.outputs.len() {
            expander.check_output(&inst, output);
        }
        for block in module.others.iter().filter(|block| &*block.kind == "check") {
            expander.check_block(&inst, block);
        }
    }
}

/// The instances by address.
fn sorted(instances: &mut Vec<Option<Instance>>) -> Vec<Instance> {
    fn address(instance: Option<&Option<Instance>>) -> Option<&str> {
        instance?.as_ref().map(|instance| &*instance.address)
    }
    let mut order: Vec<usize> = (0..instances.len()).collect();
    order.put_in_order_by(|a, b| address(instances.get(*a)).cmp(&address(instances.get(*b))));
    let mut out = Vec::with_capacity(order.len());
    out.extend(order.into_iter().filter_map(|at| instances.get_mut(at)?.take()));
    instances.clear();
    out
}

fn fill_call(expander: &Expander<'_>, inst: &std::rc::Rc<Inst>, call: u32, stack: &mut Stack) {
    let Some((name, def)) = inst.definition.module.calls.get_index(call as usize) else { return };
    match expander.target(inst, call) {
        Target::Module(node) => {
            let variables = &node.definition.module.variables;
            if let Some(body) = inst.definition.call_body(call)
                && !node.definition.module.incomplete
                && !def.overridden
            {
                for attribute in &body.attributes {
                    if !variables.contains_key(&attribute.name) {
                        let message = format!(
                            "`module.{name}` sets `{}`, which the module does not declare",
                            attribute.name
                        );
                        expander.report(ProblemKind::Invalid, modules::place_of(attribute.origin), message);
                    }
                }
            }
            let instances = expander.call_expansion(inst, call);
            for at in 0..instances.len() {
                expander.child(inst, call, at);
            }
        }
        Target::Opaque(opaque) => {
            let owner = format!("module.{name}");
            let symbol = || expander.symbol(inst, &format!("{owner}[*]"), "");
            let instances = expander.call_expansion(inst, call);
            if instances.len() == 0 {
                return;
            }
            // One body stands for all instances, so what differs between them is unknown in it.
            let repeat = instances.repeat_of_all(&symbol, &opaque.cause);
            let body = match inst.definition.call_body(call) {
                Some(body) => {
                    let doubtful = !instances.any_certain();
                    let context = Context { repeat: &repeat, doubtful, ..Context::plain(&owner, "") };
                    expander.body(inst, &context, body)
                }
                None => Body::default(),
            };
            stack.opaque.push(OpaqueModule {
                address: address::module(&inst.address, name, &bricklint_model::instance::InstanceKey::None),
                module: inst.index,
                source: opaque.source.clone(),
                origin: def.origin,
                cause: opaque.cause.clone(),
                body,
                providers: opaque.providers.clone(),
            });
        }
    }
}

/// Why a module with a file that does not parse is not complete.
fn incomplete(module: &crate::module::Module, sources: &bricklint_findings::source::Sources) -> Cause {
    let broken = module.files.iter().find(|f| !f.tree.errors.is_empty());
    let path = broken.and_then(|f| sources.get(f.file)).map(|f| f.path.clone());
    let path = path.unwrap_or_else(|| module.directory.to_string());
    let text = format!("`{path}` does not parse");
    Cause::new(CauseKind::ParseError, path, text)
}

/// The workspace, where somebody names it: what was asked for, what the environment says, what
/// `terraform workspace select` left.
fn workspace(shared: &Shared<'_>, root: &Directory, set: &VariableSet) -> Option<Arc<str>> {
    if let Some(name) = shared.options.workspace.as_deref().or(set.workspace.as_deref()) {
        return Some(name.into());
    }
    // A plan can have been made in another one than what is chosen now.
    if shared.options.beside_plan {
        return None;
    }
    let path = crate::variables::directory(shared.options, &root.path).join(".terraform/environment");
    let text = crate::variables::read_inside(shared.fs, shared.options, &path, 4096).ok();
    let name = text.and_then(|bytes| String::from_utf8(bytes).ok()).map(|text| text.trim().to_owned());
    name.filter(|name| !name.is_empty()).map(Arc::from)
}
