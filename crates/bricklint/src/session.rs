//! One run: roots and plans to stacks, stacks to an estate, rules over it, findings out.
//!
//! The command line, the tests and editors use this; it does no I/O of its own but through a
//! [`FileSystem`].

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bricklint_findings::Sorting;
use bricklint_findings::address;
use bricklint_findings::finding::{Finding, Location, Summary, Verdict};
use bricklint_findings::outcome::{Totals, summarize};
use bricklint_findings::problem::{Problem, ProblemKind};
use bricklint_findings::rule_info::Scope;
use bricklint_findings::source::Sources;
use bricklint_findings::words::{first_of, series};
use bricklint_findings::{GroupKey, Groups};
use bricklint_lang::value::Value;
use bricklint_load::files::{EntryKind, FileSystem, MAX_CONFIGURATION, clean, is_same, relative};
use bricklint_load::plan::lean::Lean;
use bricklint_load::plan::{self, MAX_PLAN, PlanInput};
use bricklint_load::roots::is_configuration;
use bricklint_load::snapshot::Mounted;
use bricklint_load::{
    Directory, DirectoryKind, Discovery, Facts, LoadOptions, VarInput, VariableSet, automatic, discover,
    evaluate_in_root, given_to_none, load_roots, only_in, with_room,
};
use bricklint_model::access::indexed_types;
use bricklint_model::databricks::grants::Grants;
use bricklint_model::estate::Estate;
use bricklint_model::graph::{Graph, NodeId, referring};
use bricklint_model::instance::{Instance, Mode};
use bricklint_model::place::Owner;
use bricklint_model::stack::{OpaqueModule, Stack, StackKind};
use bricklint_rules::{Outcome, Rule, Settings, Twice, check_definitions, check_nodes, take_said};
use memchr::memmem;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::change::{Comparison, Found, Reach, Sink, Tally};
use crate::suppress::{Accepted, Extent, Suppressions};
use crate::{redact, trace};

/// Nodes that one task checks; small enough to share the work, large enough to be worth a task.
const CHUNK: u32 = 256;

/// Outcomes that are worded at a time.
const PIECE: usize = 1024;

/// Tasks of a batch, unless there are many threads; then what they found is grouped, and the decoded bodies of a plan
/// are dropped.
const BATCH: usize = 4;

/// Batches after which all of them are dropped, and not those of the nodes that were checked alone.
const SWEEP: usize = 8;

/// Instances whose bodies are dropped by one task.
const DROPPED: usize = 64;

/// Tasks of a batch where nothing is dropped.
const WHOLE: usize = 32;

/// A plan that was handed over.
#[derive(Debug)]
pub struct PlanFile {
    /// Relative to the project root, or as named.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// What is left of a large one, instead of the bytes, and where it lies.
    pub lean: Option<(Lean, PathBuf)>,
}

impl PlanFile {
    /// The content of a file.
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into(), lean: None }
    }

    /// The plans in it.
    fn read(self, fs: &dyn FileSystem) -> plan::PlanFile {
        let Some((lean, place)) = self.lean else { return plan::read_plans(self.bytes, &self.path) };
        if let Some(read) = plan::read_lean(lean, &self.path) {
            return read;
        }
        match fs.read(&place, MAX_PLAN) {
            Ok(bytes) => plan::read_plans(bytes, &self.path),
            Err(error) => {
                let text = format!("`{}` cannot be read: {error}", self.path);
                plan::PlanFile {
                    plans: Vec::new(),
                    problems: vec![Problem::new(ProblemKind::Unreadable, text)],
                }
            }
        }
    }
}

/// Where a run ends early, for benches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Inputs are read.
    Read,
    /// JSON is skipped over.
    Skip,
    /// Files are parsed.
    Parse,
    /// Roots are expanded.
    Expand,
    /// Graphs are built.
    Graph,
    /// Rules have run.
    Check,
}

impl Phase {
    /// Lower-case name, as `--stop-after` takes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Skip => "skip",
            Self::Parse => "parse",
            Self::Expand => "expand",
            Self::Graph => "graph",
            Self::Check => "check",
        }
    }
}

/// What to do.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub struct Request {
    /// Directories, values and the boundary.
    pub load: LoadOptions,
    /// Plans.
    pub plans: Vec<PlanFile>,
    /// The configuration that the plans were made from, absolute.
    pub source: Option<PathBuf>,
    /// The name of the plans' root.
    pub root: Option<String>,
    /// Variable sets; empty for a single one without a name.
    pub sets: Vec<VariableSet>,
    /// Whether they were asked for by name, so that each has to be for a root.
    pub sets_named: bool,
    /// Rules that run.
    pub rules: Vec<&'static Rule>,
    /// Their settings.
    pub settings: Settings,
    /// Whether everything there is was given.
    pub complete: bool,
    /// Whether only what a plan changes is reported, with its neighbourhood.
    pub changed: bool,
    /// What the configuration accepts, by address.
    pub accepted: Vec<Accepted>,
    /// What there is to say of the configuration.
    pub notes: Vec<Problem>,
    /// Today as `YYYY-MM-DD`, for suppressions that expire.
    pub today: Option<String>,
    /// Where to end early.
    pub stop_after: Option<Phase>,
    /// Whether to measure where the time goes.
    pub timings: bool,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Run {
    /// The graphs.
    pub estate: Estate,
    /// What directories were found.
    pub discovery: Discovery,
    /// Grouped and sorted.
    pub findings: Vec<Finding>,
    /// What is wrong with the input, sorted, each once.
    pub problems: Vec<Problem>,
    /// The counts.
    pub summary: Summary,
    /// The files that locations point into, with the secrets that are written in them masked.
    pub shown: Arc<Sources>,
    /// Whether the whole project was searched for roots.
    pub whole: bool,
    /// Where the time went, if that was asked for.
    pub timings: Vec<(Phase, Duration)>,
    /// What each rule took, on all threads together, if that was asked for; the longest first. What several rules use is
    /// made for the first that asks for it.
    pub rule_timings: Vec<(&'static str, Duration)>,
}

impl Run {
    /// Looks for directories and takes over what was found.
    fn find(&mut self, fs: &dyn FileSystem, options: &LoadOptions) {
        self.discovery = discover(fs, options);
        self.problems.extend_from_slice(&self.discovery.problems);
        self.shown = self.discovery.sources.clone();
        self.estate.sources = self.discovery.sources.clone();
    }
}

/// Reads, expands, builds and checks.
pub fn run(fs: &dyn FileSystem, request: Request) -> Run {
    with_room(|| run_here(fs, request))
}

fn run_here(fs: &dyn FileSystem, mut request: Request) -> Run {
    let files = request.plans.len();
    let mut out = load(fs, &mut request);
    out.problems.append(&mut request.notes);
    if request.stop_after.is_none_or(|phase| phase >= Phase::Check) {
        check(fs, &request, files, &mut out);
    } else {
        redact::problems(&out.discovery, &mut out.problems, request.load.schema.as_deref());
    }
    out.problems.put_in_order();
    out.problems.dedup();
    out
}

/// Everything up to the graphs. The plans are taken out of the request.
pub fn load(fs: &dyn FileSystem, request: &mut Request) -> Run {
    let mut out = Run::default();
    let mut clock = request.timings.then(Instant::now);
    let mut lap = |out: &mut Run, phase: Phase| {
        let Some(clock) = &mut clock else { return };
        out.timings.push((phase, clock.elapsed()));
        *clock = Instant::now();
    };
    let stop_after = request.stop_after;
    let stops = |phase: Phase| stop_after.is_some_and(|stop| stop <= phase);
    let options = options(request);
    if stops(Phase::Skip) {
        for path in &options.paths {
            read(fs, path);
        }
        if stop_after == Some(Phase::Skip) {
            for file in &request.plans {
                if !plan::skip(&file.bytes) {
                    let text = format!("`{}` is not JSON", file.path);
                    out.problems.push(Problem::new(ProblemKind::Unreadable, text));
                }
            }
        }
        lap(&mut out, Phase::Read);
        return out;
    }
    if !options.paths.is_empty() {
        out.find(fs, &options);
    }
    lap(&mut out, Phase::Parse);
    if stops(Phase::Parse) {
        return out;
    }
    let mut plans = Vec::new();
    for file in std::mem::take(&mut request.plans) {
        let path = file.path.clone();
        let mut read = file.read(fs);
        tracing::info!(path = path.as_str(), plans = read.plans.len(), "read a plan");
        out.problems.append(&mut read.problems);
        plans.append(&mut read.plans);
    }
    for plan in &mut plans {
        plan.schema.clone_from(&options.schema);
        plan.hush(&options.env_vars);
    }
    let mut mounted = Mounted::new(fs);
    let mut options = options;
    if options.paths.is_empty() {
        out.problems.append(&mut given_to_none(fs, &options, &plans));
    }
    let (mounts, stale) = mount(fs, &mut mounted, request, &mut options, &out.discovery, &plans);
    out.problems.extend(stale);
    let fs: &dyn FileSystem = if mounts.iter().any(|mount| mount.root.is_some()) {
        out.find(&mounted, &options);
        &mounted
    } else {
        fs
    };
    let given = Given { plans: &plans, mounts: &mounts };
    let (discovery, problems) = (&out.discovery, &mut out.problems);
    let (mut stacks, facts) = rayon::join(
        || stacks(fs, request, &options, discovery, &given, problems),
        || asks(request, Scope::Definition).then(|| Facts::of(fs, discovery, &options)),
    );
    let modules = facts.map(|facts| facts.with_mistakes(&stacks)).unwrap_or_default();
    out.problems.append(&mut problems_of(&mut stacks));
    let whole = options.is_whole(fs);
    out.problems.append(&mut idle(request, whole, &out.discovery, &stacks));
    out.problems.extend(assumed(&options, &stacks));
    lap(&mut out, Phase::Expand);
    if stops(Phase::Expand) {
        return out;
    }
    let graphs: Vec<Graph> = stacks.into_par_iter().map(graph).collect();
    let complete = request.complete && (whole || covers(fs, &options, &graphs)) && !hides_anything(&graphs);
    out.whole = whole;
    out.estate = Estate::new(graphs, complete, out.discovery.sources.clone());
    out.estate.modules = modules;
    out.estate.given = redact::declared(&request.load, &out.discovery, &plans);
    lap(&mut out, Phase::Graph);
    out
}

/// Whether a run over a part of the project has as many roots as the project: what the configuration says of everything
/// there is does not hold for one root of several.
fn covers(fs: &dyn FileSystem, options: &LoadOptions, graphs: &[Graph]) -> bool {
    let everything =
        LoadOptions { paths: vec![options.project_root.clone()], exact: false, ..options.clone() };
    let roots = discover(fs, &everything);
    let judged: FxHashSet<&str> = graphs.iter().map(|graph| &*graph.stack.root).collect();
    let is_root = |directory: &&Directory| directory.kind == DirectoryKind::Root;
    roots.roots().filter(is_root).count() <= judged.len()
}

/// Whether everything of the project was judged: each root there is, in each of its environments, and all of it.
fn is_settled(fs: &dyn FileSystem, request: &Request, run: &Run) -> bool {
    let stacks = || run.estate.graphs.iter().map(|graph| &graph.stack);
    let in_all = |stack: &Stack| {
        let sets = request.sets.iter().filter(|set| set.roots.are_for(&stack.root)).count();
        stacks().filter(|other| other.root == stack.root).count() >= sets
    };
    // What a plan of a part leaves out, it may change.
    let is_part = |problem: &Problem| problem.kind == ProblemKind::PlanIncomplete;
    !request.sets_named
        && !run.problems.iter().any(is_part)
        && stacks().all(|stack| stack.incomplete.is_none() && in_all(stack))
        && (run.whole || covers(fs, &request.load, &run.estate.graphs))
}

/// Whether a root can hold what is not seen: a plan of a part of it, or a module that is not on disk.
fn hides_anything(graphs: &[Graph]) -> bool {
    let types = [Grants::TYPE, "aws_iam_role_policy"];
    graphs.iter().any(|graph| types.iter().any(|name| graph.may_hide(name).is_some()))
}

/// The problems of all stacks. What is wrong with values at one place in some of the stacks that have the place says in
/// which environments and roots.
fn problems_of(stacks: &mut [Stack]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut places: BTreeMap<(Location, String), Vec<usize>> = BTreeMap::new();
    for (at, stack) in stacks.iter_mut().enumerate() {
        for problem in std::mem::take(&mut stack.problems) {
            match problem {
                Problem { kind: ProblemKind::Invalid, message, location: Some(location) } => {
                    places.entry((location, message)).or_default().push(at);
                }
                problem => problems.push(problem),
            }
        }
    }
    let mut having: BTreeMap<Arc<str>, BTreeSet<usize>> = BTreeMap::new();
    for (at, stack) in stacks.iter().enumerate().filter(|_| !places.is_empty()) {
        for module in &stack.modules {
            having.entry(module.directory.clone()).or_default().insert(at);
        }
    }
    for ((location, mut message), wrong) in places {
        let directory = location.path.rsplit_once('/').map_or(".", |(directory, _)| directory);
        let of = |at: &usize| stacks.get(*at);
        let wrong: Vec<&Stack> = wrong.iter().filter_map(of).collect();
        let having: Vec<&Stack> = having.get(directory).into_iter().flatten().filter_map(of).collect();
        message += &only_in(&wrong, &having);
        problems.push(Problem { kind: ProblemKind::Invalid, message, location: Some(location) });
    }
    problems
}

/// What the configuration says of roots that there are not. That nobody asked for it is worth a word only where all
/// roots were looked for.
fn idle(request: &Request, whole: bool, discovery: &Discovery, stacks: &[Stack]) -> Vec<Problem> {
    let kind = if request.sets_named { ProblemKind::Config } else { ProblemKind::Note };
    let sets = request.sets.iter().filter(|set| {
        let roots = discovery.roots().map(|root| &root.path).chain(stacks.iter().map(|stack| &stack.root));
        (whole || request.sets_named)
            && !stacks.is_empty()
            && !roots.into_iter().any(|root| set.roots.are_for(root))
    });
    let sets = sets.map(|set| {
        let name = set.name.as_deref().unwrap_or_default();
        let globs = series(&set.roots.texts().iter().map(|glob| format!("`{glob}`")).collect::<Vec<_>>());
        let text = format!(
            "the environment `{name}` is for the roots {globs}, and this run has none of them; correct `roots` in \
             `[environments.{name}]`, or name the root of a plan with `--root`"
        );
        Problem::new(kind, text)
    });
    let roots = || discovery.roots().map(|root| &*root.path);
    let all = || discovery.directories.iter().map(|directory| &*directory.path);
    let idle =
        [("include", request.load.include.idle(roots())), ("exclude", request.load.exclude.idle(all()))];
    let patterns = idle.into_iter().filter(|_| whole).flat_map(|(key, globs)| {
        globs.into_iter().map(move |glob| {
            let text = format!("`[roots] {key}`: `{glob}` names no directory with configuration");
            Problem::new(ProblemKind::Note, text)
        })
    });
    let calls = || stacks.iter().flat_map(|stack| &stack.opaque);
    let held = request.load.contains.keys().filter(|key| {
        whole && !calls().any(|module| path_of(module) == **key || module.source.as_deref() == Some(&**key))
    });
    let held = held.map(|key| {
        let text = format!(
            "`[modules.contains]`: `{key}` is neither the path nor the source of a module that is not read"
        );
        Problem::new(ProblemKind::Note, text)
    });
    sets.chain(patterns).chain(held).collect()
}

/// The dotted path of a call.
fn path_of(module: &OpaqueModule) -> String {
    address::static_address(&module.address).replace("module.", "")
}

/// What is taken for granted of modules that are not read: one of the registry holds types of the provider in its address.
fn assumed(options: &LoadOptions, stacks: &[Stack]) -> Option<Problem> {
    let modules = stacks.iter().flat_map(|stack| &stack.opaque).filter(|module| {
        module.providers.is_some() && options.contained(&path_of(module), module.source.as_deref()).is_none()
    });
    let mut names: Vec<&str> = modules.map(|module| &*module.address).collect();
    names.put_in_order();
    names.dedup();
    let text = format!(
        "{}: a module of a registry that is not installed is taken to hold resources of the provider that ends its \
         source and no others; `[modules.contains]` in `bricklint.toml` says what one holds",
        first_of(names.first()?, names.len())
    );
    Some(Problem::new(ProblemKind::Note, text))
}

/// The value of an expression, or the sentence that says why it has none.
pub type Evaluated = Result<Value, String>;

/// The value of each expression in the scope of the only root of a request, or of the only one that it names itself,
/// with its only variable set, and what is wrong with the input; a sentence where there is not exactly one of each.
pub fn evaluate(
    fs: &dyn FileSystem,
    request: &Request,
    expressions: &[&str],
) -> Result<(Vec<Evaluated>, Vec<Problem>), String> {
    let options = options(request);
    let discovery = discover(fs, &options);
    let roots: Vec<&Directory> = discovery.roots().collect();
    let is_named = |root: &Directory| {
        let path = options.project_root.join(&*root.path);
        options.paths.iter().any(|named| is_same(fs, named, &path))
    };
    let named: Vec<&Directory> = roots.iter().copied().filter(|root| is_named(root)).collect();
    let root = match (roots.as_slice(), named.as_slice()) {
        ([root], _) | (_, [root]) => *root,
        ([], _) => {
            let why = discovery.problems.first().map(|problem| problem.message.clone());
            return Err(why.unwrap_or_else(|| "there is no root to evaluate expressions in".to_owned()));
        }
        ([first, second, ..], _) => {
            let (first, second) = (&first.path, &second.path);
            return Err(format!("there are several roots (`{first}`, `{second}`, …); name one of them"));
        }
    };
    let sets: Vec<&VariableSet> = request.sets.iter().filter(|set| set.roots.are_for(&root.path)).collect();
    let unnamed = VariableSet::default();
    let set = match sets.as_slice() {
        [] if request.sets_named => {
            return Err(format!("no environment that was named is for the root `{}`", root.path));
        }
        [] => &unnamed,
        [set] => set,
        _ => return Err("the root has several environments; choose one with `--env NAME`".to_owned()),
    };
    let (values, problems) = evaluate_in_root(fs, &discovery, &options, root, set, expressions);
    let mut problems: Vec<Problem> = discovery.problems.iter().cloned().chain(problems).collect();
    redact::problems(&discovery, &mut problems, options.schema.as_deref());
    Ok((values, problems))
}

/// Whether a rule of this scope is to run.
fn asks(request: &Request, scope: Scope) -> bool {
    request.rules.iter().any(|rule| rule.info.scope == scope)
}

/// The options of a request, with the source of its plans among the paths.
fn options(request: &Request) -> LoadOptions {
    let mut options = request.load.clone();
    if let Some(source) = &request.source
        && !options.paths.contains(source)
    {
        options.exact = options.paths.is_empty();
        options.paths.push(source.clone());
    }
    options
}

/// Reads the configuration below a directory and keeps nothing: what a bench compares parsing with.
fn read(fs: &dyn FileSystem, path: &Path) {
    let Ok(entries) = fs.read_dir(path) else { return };
    for entry in entries {
        let below = path.join(&entry.name);
        match entry.kind {
            EntryKind::Directory if !entry.name.starts_with('.') => read(fs, &below),
            EntryKind::File if [".tf", ".tf.json"].iter().any(|suffix| entry.name.ends_with(suffix)) => {
                let _ = std::hint::black_box(fs.read(&below, MAX_CONFIGURATION));
            }
            _ => {}
        }
    }
}

/// Where the configuration of a plan lies.
#[derive(Default)]
struct Mount {
    /// Its root, relative to the project root, where it was made from the plan file.
    root: Option<String>,
    /// The root that holds another version, or those that hold the same where none is known to be the one.
    may_be: Vec<Arc<str>>,
    /// Whether the plan file only lies where its root is taken to be.
    is_guess: bool,
}

/// Makes the configuration that plan files carry into directories, where no directory that holds the same was named for
/// it.
fn mount(
    fs: &dyn FileSystem,
    mounted: &mut Mounted<'_>,
    request: &Request,
    options: &mut LoadOptions,
    discovery: &Discovery,
    plans: &[PlanInput],
) -> (Vec<Mount>, Vec<Problem>) {
    let mut named = options.paths.clone();
    let mut mounts = Vec::with_capacity(plans.len());
    let mut problems = Vec::new();
    let project = &options.project_root.clone();
    for plan in plans {
        let (paired, contradicted) = match pairing(fs, request, options, discovery, plan, plans.len()) {
            Some((root, Some(what))) => (None, Some((root, what)).filter(|_| request.root.is_none())),
            found => (found.map(|(root, _)| root), None),
        };
        let contradicted = contradicted.map(|(root, what)| (root, said_otherwise(plan, root, &what)));
        let is_open = paired.is_none() && request.root.is_none();
        let Some(snapshot) = plan.snapshot.as_ref() else {
            let may_be = contradicted.iter().map(|(root, _)| root.path.clone()).collect();
            problems.extend(contradicted.map(|(_, note)| note));
            mounts.push(Mount { may_be, ..Mount::default() });
            continue;
        };
        // A source that is not what the plan was made from does not count.
        let other = |root: &str| {
            let file = snapshot.difference(fs, &project.join(root))?;
            let text = format!(
                "`{file}` in `{root}` is not what this plan was made from; what is judged is the configuration in the plan file"
            );
            let location = Location { path: plan.path.to_string(), ..Location::default() };
            Some(Problem::new(ProblemKind::Note, text).at(location))
        };
        let note = paired.and_then(|root| other(&root.path));
        if note.is_none() && (paired.is_some() || request.source.is_some()) {
            mounts.push(Mount::default());
            continue;
        }
        if let Some(note) = note {
            problems.push(note);
            options.paths.retain(|path| request.source.as_ref() != Some(path));
            named.retain(|path| request.source.as_ref() != Some(path));
        }
        let inside = |path: PathBuf| Some(clean(&path)).filter(|path| path.starts_with(project));
        let file = inside(project.join(&*plan.path)).unwrap_or_else(|| project.join("plan"));
        // Plans are usually made where their configuration lies.
        let natural = if let Some(name) = &request.root {
            inside(project.join(name)).unwrap_or_else(|| project.clone())
        } else {
            let beside = file.parent().unwrap_or(project);
            // Where it leaves the project, or nothing of it lies there, it was made elsewhere.
            let is_there = !snapshot.leaves(project, beside) && snapshot.is_known_in(fs, beside);
            let found = if is_there { Vec::new() } else { snapshot.origins(fs, project) };
            match told_by_values(found, |path| plan.agrees(fs, options, path)).as_slice() {
                [made] => made.clone(),
                _ => beside.to_owned(),
            }
        };
        let lies_there = snapshot.lies_in(fs, &natural) && !snapshot.leaves(project, &natural);
        let there = lies_there.then(|| snapshot.as_in(fs, &natural));
        problems.extend(other(&relative(project, &natural)).filter(|_| lies_there && paired.is_none()));
        let root = mounted.add(there.as_ref().unwrap_or(snapshot), project, &natural, &file, &named);
        options.exact |= named.is_empty();
        if !options.paths.contains(&root) {
            options.paths.push(root.clone());
        }
        let mut may_be: Vec<Arc<str>> = Vec::new();
        if is_open && !lies_there {
            add(&mut may_be, written_as(fs, options, discovery, plan));
            if let Some((root, note)) = contradicted {
                add(&mut may_be, [root]);
                problems.push(note);
            }
        }
        add(&mut may_be, paired);
        mounts.push(Mount {
            root: root.starts_with(project).then(|| relative(project, &root)),
            may_be,
            is_guess: request.root.is_none() && !lies_there,
        });
    }
    (mounts, problems)
}

/// Adds roots that are not among these.
fn add<'d>(all: &mut Vec<Arc<str>>, more: impl IntoIterator<Item = &'d Directory>) {
    for root in more {
        if !all.contains(&root.path) {
            all.push(root.path.clone());
        }
    }
}

/// Plans, and where the configuration that they carry lies.
struct Given<'p> {
    plans: &'p [PlanInput],
    mounts: &'p [Mount],
}

/// Stacks of directories and plans, numbered by root in byte order: who gives a plan of a root changes nothing in the others.
fn stacks(
    fs: &dyn FileSystem,
    request: &Request,
    options: &LoadOptions,
    discovery: &Discovery,
    given: &Given<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<Stack> {
    let single = [VariableSet::default()];
    let sets = if request.sets.is_empty() { &single[..] } else { &request.sets };
    let paired = pairs(fs, request, options, discovery, given);
    problems.extend(empty_source(request, options, discovery, &paired));
    let is_paired = |root: &Directory| paired.iter().flatten().any(|other| other.path == root.path);
    let alone: Vec<&Directory> = discovery.roots().filter(|root| !is_paired(root)).collect();
    let plans = given.plans.iter().zip(given.mounts).zip(paired).enumerate();
    let mut plans: Vec<_> = plans
        .map(|(at, ((plan, mount), root))| {
            let (name, is_guess) = root_name(fs, request, options, given.plans, at, root);
            let own = own_root(given, mount, plan).map_or_else(|| name.clone(), str::to_owned);
            (own, (name, is_guess || mount.is_guess), plan, mount, root)
        })
        .collect();
    plans.put_in_order_by(|(own, ..), (other, ..)| own.cmp(other));
    let number = |at: usize, root: &str| (at + plans.partition_point(|(own, ..)| **own < *root)) as u32;
    let mut roots = load_roots(fs, discovery, options, &alone, sets, &number).into_iter().peekable();
    let mut out = Vec::new();
    for (own, (name, is_guess), plan, mount, root) in plans {
        out.extend(std::iter::from_fn(|| roots.next_if(|stack| *stack.root <= *own)));
        let index = out.len() as u32;
        let path = (!is_guess).then(|| root.map_or(&*name, |root| &root.path));
        let (set, note) = environment(fs, request, options, plan, path);
        problems.extend(note);
        let workspace = workspace(plan, options, problems);
        let of_set = || workspace.clone().or_else(|| set.workspace.clone());
        let mut stack = match root {
            None => {
                let mut stack = plan_alone(plan, index, &name, &set, of_set());
                stack.may_be.extend_from_slice(&mount.may_be);
                if request.root.is_none() {
                    add(&mut stack.may_be, written_as(fs, options, discovery, plan));
                }
                stack
            }
            Some(root) => {
                let stack = plan::plan_stack(plan, index, &name, None);
                let workspace = if request.sets_named { of_set() } else { workspace };
                let options = LoadOptions { workspace, ..options.clone() };
                let mut stack =
                    plan_with_source(fs, options, discovery, (plan, stack), (root, &set), problems);
                if let Some(note) = in_another(plan, &set, &stack.workspace).filter(|_| !request.sets_named) {
                    problems.push(note);
                    stack.environment = None;
                }
                stack.may_be.extend_from_slice(&mount.may_be);
                stack
            }
        };
        if own != name {
            stack.root = own.into();
        }
        problems.extend(unpaired(&stack));
        out.push(stack);
    }
    out.extend(roots);
    out
}

/// What stands for the root of a plan file where another one was mounted in the same directory, which need not be the root
/// of both: they were given other values. That is the first file with these values.
fn own_root<'p>(given: &Given<'p>, mount: &Mount, plan: &PlanInput) -> Option<&'p str> {
    let beside = || given.plans.iter().zip(given.mounts).filter(|(_, other)| other.root == mount.root);
    let is_set = |other: &PlanInput| other.variables == plan.variables;
    (mount.is_guess && mount.root.is_some() && beside().any(|(other, _)| !is_set(other))).then_some(())?;
    beside().find(|(other, _)| is_set(other)).map(|(first, _)| &*first.path)
}

/// The root that each plan was made from.
fn pairs<'d>(
    fs: &dyn FileSystem,
    request: &Request,
    options: &LoadOptions,
    discovery: &'d Discovery,
    given: &Given<'_>,
) -> Vec<Option<&'d Directory>> {
    let pairs = given.plans.iter().zip(given.mounts).map(|(plan, mount)| match &mount.root {
        Some(root) => discovery.roots().find(|directory| *directory.path == **root),
        None => partner(fs, request, options, discovery, plan, given.plans.len()),
    });
    pairs.collect()
}

/// The problem that `--source` names a directory without configuration.
fn empty_source(
    request: &Request,
    options: &LoadOptions,
    discovery: &Discovery,
    paired: &[Option<&Directory>],
) -> Option<Problem> {
    let source = request.source.as_ref()?;
    let is_empty = !paired.is_empty() && paired.iter().all(Option::is_none) && discovery.problems.is_empty();
    is_empty.then(|| {
        let text = format!(
            "`--source {}` holds no Terraform configuration; name the directory that the plan was made in",
            relative(&options.project_root, source)
        );
        Problem::new(ProblemKind::Unreadable, text)
    })
}

/// How the root of a plan is called: as the directory of which it is, otherwise as the file, which is a guess. A file can hold
/// several plans.
fn root_name(
    fs: &dyn FileSystem,
    request: &Request,
    options: &LoadOptions,
    plans: &[PlanInput],
    at: usize,
    root: Option<&Directory>,
) -> (String, bool) {
    if let Some(name) = &request.root {
        return (name.clone(), false);
    }
    if let Some(root) = root {
        return (root.path.to_string(), false);
    }
    let Some(plan) = plans.get(at) else { return (String::new(), true) };
    if let Some(home) = home(fs, options, plan) {
        return (home.to_string(), false);
    }
    let path = &*plan.path;
    let name = match plans.iter().take(at).filter(|other| *other.path == *path).count() {
        0 => path.to_owned(),
        earlier => format!("{path}#{}", earlier + 1),
    };
    (name, true)
}

/// The directory that a plan lies in and that nobody named, where the plan can be of the configuration there: that tells
/// whose plan it is, and is not judged.
fn home(fs: &dyn FileSystem, options: &LoadOptions, plan: &PlanInput) -> Option<Arc<str>> {
    let path = options.project_root.join(directory_of(plan));
    if &*plan.path == "-" || !path.starts_with(&options.project_root) || !holds_configuration(fs, &path) {
        return None;
    }
    let options = LoadOptions { paths: vec![path], exact: true, ..options.clone() };
    let discovery = discover(fs, &options);
    let found = discovery.roots().find(|root| &*root.path == directory_of(plan));
    found.filter(|root| has_part_of(plan, &discovery, root)).map(|root| root.path.clone())
}

/// Where a plan lies, relative to the project root.
fn directory_of(plan: &PlanInput) -> &str {
    plan.path.rsplit_once('/').map_or(".", |(directory, _)| directory)
}

/// Whether a directory holds configuration.
fn holds_configuration(fs: &dyn FileSystem, path: &Path) -> bool {
    let entries = fs.read_dir(path).unwrap_or_default();
    entries.iter().any(|entry| is_configuration(&entry.name))
}

/// The environment that a plan is of, none where that is in doubt, and what to say of that. It is the only one that is for its
/// root; where this is not known, the only one there is, if that is for all roots or named. Nothing that a plan was made with
/// may be something else there: its workspace, or a value. Who names the environment knows better than the values and the
/// workspace that is asked for.
fn environment(
    fs: &dyn FileSystem,
    request: &Request,
    options: &LoadOptions,
    plan: &PlanInput,
    root: Option<&str>,
) -> (VariableSet, Option<Problem>) {
    let is_named = request.sets_named;
    let note = |text: String| Some(Problem::new(ProblemKind::Note, text).at(of_plan(plan)));
    if root.is_none() && !is_named && request.sets.iter().any(|set| !set.roots.is_empty()) {
        let text = "nothing tells the root of this plan, and environments are for some roots only, so that it is not taken to \
                    be of any; name its root with `--root`";
        return (VariableSet::default(), note(text.to_owned()));
    }
    let is_own = |set: &&VariableSet| root.is_none_or(|root| set.roots.are_for(root));
    let mut sets = request.sets.iter().filter(is_own);
    let (Some(set), None) = (sets.next(), sets.next()) else { return (VariableSet::default(), None) };
    let own = plan.snapshot.as_ref().and_then(|snapshot| snapshot.workspace());
    let workspace = own.or(options.workspace.as_deref().filter(|_| !is_named));
    let other = workspace.and_then(|workspace| in_another(plan, set, workspace)).or_else(|| {
        let name = set.name.as_ref().filter(|_| !is_named)?;
        let why = match plan.is_not_of(fs, options, set) {
            Ok(variable) => {
                let variable = variable?;
                format!("`var.{variable}` is something else in the environment `{name}` than in this plan")
            }
            Err(why) => {
                format!(
                    "what the environment `{name}` gives is not known ({why}) and not compared with this plan"
                )
            }
        };
        note(format!("{why}, which is not taken to be of it; if it is, say so with `--env {name}`"))
    });
    (if other.is_some() { VariableSet::default() } else { set.clone() }, other)
}

/// What to say of a plan that was made in another workspace than that of an environment.
fn in_another(plan: &PlanInput, set: &VariableSet, workspace: &str) -> Option<Problem> {
    let (name, own) = (set.name.as_ref()?, set.workspace.as_ref().filter(|own| **own != workspace)?);
    let text = format!(
        "the workspace of this plan is `{workspace}` and that of the environment `{name}` is `{own}`, so that the plan is \
         not taken to be of it"
    );
    Some(Problem::new(ProblemKind::Note, text).at(of_plan(plan)))
}

fn of_plan(plan: &PlanInput) -> Location {
    Location { path: plan.path.to_string(), plan: plan.number, ..Location::default() }
}

/// The workspace that a plan was made in. A plan file says it, and the JSON of a plan does not.
fn workspace(plan: &PlanInput, options: &LoadOptions, problems: &mut Vec<Problem>) -> Option<String> {
    let own = plan.snapshot.as_ref().and_then(|snapshot| snapshot.workspace());
    let asked = options.workspace.as_deref();
    if let (Some(own), Some(asked)) = (own, asked.filter(|asked| Some(*asked) != own)) {
        let text = format!(
            "this plan was made in the workspace `{own}`, which counts; `{asked}` (`--workspace` or `TF_WORKSPACE`) \
             is not used for it"
        );
        problems.push(Problem::new(ProblemKind::Note, text).at(of_plan(plan)));
    }
    own.or(asked).map(str::to_owned)
}

fn plan_alone(
    plan: &PlanInput,
    index: u32,
    name: &str,
    set: &VariableSet,
    workspace: Option<String>,
) -> Stack {
    tracing::info!(plan = &*plan.path, root = name, "a plan alone");
    let mut stack = plan::plan_stack(plan, index, name, set.name.clone());
    if let Some(workspace) = workspace {
        stack.workspace = workspace.into();
    }
    stack
}

fn plan_with_source(
    fs: &dyn FileSystem,
    mut options: LoadOptions,
    discovery: &Discovery,
    (plan, mut stack): (&PlanInput, Stack),
    (root, set): (&Directory, &VariableSet),
    problems: &mut Vec<Problem>,
) -> Stack {
    tracing::info!(plan = &*plan.path, source = &*root.path, "a plan with its source");
    // The plan's values win over every other.
    if !stack.refresh_only {
        options.planned = Some(Arc::new(plan::PlannedValues::of(&stack)));
    }
    options.vars.extend(
        plan.variables
            .iter()
            .map(|(name, value)| VarInput::Value { name: name.to_string(), value: value.clone() }),
    );
    let mut source = plan::source_of(&stack, fs, discovery, &options, root, set);
    let stale = plan::Stale::of(plan, discovery, &root.path);
    stale.take_from(&mut source);
    problems.extend(stale.problem(plan));
    if plan.snapshot.is_some() {
        drop_gone(&mut stack, &source);
    }
    let mut stack = plan::merge(stack, source);
    plan::place_removed(&mut stack, discovery, plan);
    let directory = options.project_root.join(&*root.path);
    if let Cow::Owned(shown) = fs.shown(&directory) {
        stack.root = relative(&options.project_root, &shown).into();
    }
    stack
}

/// Drops what a plan file still has of data sources that its configuration does not have any more.
fn drop_gone(plan: &mut Stack, source: &Stack) {
    let defined: FxHashSet<(&str, &str)> =
        source.instances.iter().map(|instance| (&*instance.type_name, &*instance.name)).collect();
    let open: FxHashSet<(&str, &str)> =
        source.open.iter().map(|open| (&*open.type_name, &*open.name)).collect();
    let certain = source.opaque.is_empty() && source.incomplete.is_none();
    plan.instances.retain(|instance| {
        let key = (&*instance.type_name, &*instance.name);
        let gone = instance.change.is_none() && !defined.contains(&key) && !open.contains(&key);
        !(gone && certain && instance.mode == Mode::Data)
    });
}

/// The roots that are written as the configuration of a plan says, and of several the one with its values.
fn written_as<'d>(
    fs: &dyn FileSystem,
    options: &LoadOptions,
    discovery: &'d Discovery,
    plan: &PlanInput,
) -> Vec<&'d Directory> {
    let path = |root: &Directory| options.project_root.join(&*root.path);
    let same = discovery.roots().filter(|root| match &plan.snapshot {
        Some(snapshot) => snapshot.difference(fs, &path(root)).is_none(),
        None => plan::is_made_from(plan, discovery, &root.path),
    });
    told_by_values(same.collect(), |root| plan.agrees(fs, options, &path(root)))
}

/// Of several places the one whose var files say what a plan has, where those of all others say something else.
fn told_by_values<T: Clone>(all: Vec<T>, agrees: impl Fn(&T) -> Option<bool>) -> Vec<T> {
    if all.len() < 2 {
        return all;
    }
    let said: Vec<Option<bool>> = all.iter().map(agrees).collect();
    let at = said.iter().position(|said| *said == Some(true));
    let others = said.iter().filter(|said| **said == Some(false)).count();
    let only = at.filter(|_| others + 1 == all.len()).and_then(|at| all.get(at)).cloned();
    only.map_or(all, |only| vec![only])
}

/// What to do about a plan that several roots may have made.
fn unpaired(stack: &Stack) -> Option<Problem> {
    let names: Vec<String> = stack.may_be.iter().map(|root| format!("`{root}`")).collect();
    let text = format!(
        "this plan can be of the roots {}, with which it is not compared; name its root with `--root` or `--source`",
        series(&names)
    );
    let location = Location { path: stack.plan_path.as_deref()?.to_owned(), ..Location::default() };
    (names.len() > 1).then(|| Problem::new(ProblemKind::Note, text).at(location))
}

/// The root that a plan was made from: what `--source` or `--root` names, otherwise the directory that the
/// plan lies in, otherwise what it is taken for where nothing speaks against it.
fn partner<'d>(
    fs: &dyn FileSystem,
    request: &Request,
    options: &LoadOptions,
    discovery: &'d Discovery,
    plan: &PlanInput,
    plans: usize,
) -> Option<&'d Directory> {
    let (root, what) = pairing(fs, request, options, discovery, plan, plans)?;
    what.is_none().then_some(root)
}

/// The root that a plan can be of, and what that says otherwise, where the plan need not be of it.
fn pairing<'d>(
    fs: &dyn FileSystem,
    request: &Request,
    options: &LoadOptions,
    discovery: &'d Discovery,
    plan: &PlanInput,
    plans: usize,
) -> Option<(&'d Directory, Option<String>)> {
    let (root, is_certain) = candidate(fs, request, options, discovery, plan, plans)?;
    let what = if is_certain { None } else { contradiction(fs, request, options, discovery, plan, root) };
    Some((root, what))
}

/// What a root says otherwise than a plan: a value in its var files, or a constant.
fn contradiction(
    fs: &dyn FileSystem,
    request: &Request,
    options: &LoadOptions,
    discovery: &Discovery,
    plan: &PlanInput,
    root: &Directory,
) -> Option<String> {
    // Who gives other values knows what the plan was made with.
    let gives = |set: &VariableSet| !set.vars.is_empty() && set.roots.are_for(&root.path);
    let is_given = !options.vars.is_empty() || request.sets.iter().any(gives);
    let directory = options.project_root.join(&*root.path);
    let variable = if is_given { None } else { plan.disagrees(fs, options, &directory) };
    let variable = variable.map(|name| format!("`var.{name}`"));
    variable.or_else(|| plan::other_constant(plan, discovery, &root.path))
}

/// What to say where a plan is not taken to be of a root, because of `what` that says.
fn said_otherwise(plan: &PlanInput, root: &Directory, what: &str) -> Problem {
    let text = format!(
        "{what} is something else in the root `{}` than in this plan, so that both are judged, and not against each \
         other; if the plan is of that root, name it with `--source` or `--root`",
        root.path
    );
    let location = Location { path: plan.path.to_string(), plan: plan.number, ..Location::default() };
    Problem::new(ProblemKind::Note, text).at(location)
}

/// The root that a plan can be of, and whether it is named or the directory that the plan lies in. Otherwise it is the only
/// root of a run with one plan that does not lie in another directory with configuration, where the two have a definition
/// in common, or the only one that is written as the plan says.
fn candidate<'d>(
    fs: &dyn FileSystem,
    request: &Request,
    options: &LoadOptions,
    discovery: &'d Discovery,
    plan: &PlanInput,
    plans: usize,
) -> Option<(&'d Directory, bool)> {
    let mut roots = discovery.roots();
    if let Some(source) = &request.source {
        let source = clean(source);
        let is = |root: &&Directory| clean(&options.project_root.join(&*root.path)) == source;
        // A link can lead to the directory.
        let found = discovery.roots().find(is).or_else(|| roots.next().filter(|_| options.exact));
        return found.map(|root| (root, true));
    }
    if let Some(name) = &request.root
        && let Some(root) = discovery.roots().find(|root| *root.path == **name)
    {
        return Some((root, true));
    }
    let directory = directory_of(plan);
    let near = discovery.roots().find(|root| &*root.path == directory);
    // Roots of environments are written alike.
    let lies_in_another = || holds_configuration(fs, &options.project_root.join(directory));
    let is_certain = near.is_some();
    let near = near.or_else(|| match (roots.next(), roots.next()) {
        (Some(only), None) if plans == 1 && !lies_in_another() => Some(only),
        _ => None,
    });
    let near = near.filter(|root| has_part_of(plan, discovery, root)).map(|root| (root, is_certain));
    near.or_else(|| {
        let same = written_as(fs, options, discovery, plan);
        same.first().copied().filter(|_| same.len() == 1).map(|root| (root, false))
    })
}

/// Whether a plan can be of a root, by what the two define.
fn has_part_of(plan: &PlanInput, discovery: &Discovery, root: &Directory) -> bool {
    discovery.modules.get(&root.path).is_some_and(|module| plan::has_part_of(plan, module))
}

fn check(fs: &dyn FileSystem, request: &Request, plans: usize, out: &mut Run) {
    let clock = request.timings.then(Instant::now);
    let times = Times::new(request);
    let files = out.discovery.modules.values().flat_map(|module| &module.files);
    let files: Vec<_> = files.map(|file| (file.file, &*file.tree)).collect();
    // Few files have any.
    let speaks = memmem::Finder::new("bricklint:");
    let found: Vec<_> =
        files.into_par_iter().filter(|(_, tree)| speaks.find(tree.text.as_bytes()).is_some()).collect();
    let mut suppressions = Suppressions::read(found.into_iter(), request.today.as_deref());
    suppressions.accept(&request.accepted, request.today.as_deref());
    suppressions.follow(&out.discovery, &out.estate);
    let mut definitions = definitions(request, &times, out);
    let mut twice = Twice::of(&definitions, &out.estate);
    // What is silenced before only does not count as used.
    let mut earlier = suppressions.clone();
    let comparison = Comparison::new(&out.estate, request.changed, |before, sink| {
        let mut problems = check_estate(request, &times, before, &mut |mut outcomes, before| {
            earlier.apply(&mut outcomes, before);
            sink(outcomes, before);
        });
        out.problems.append(&mut problems);
    });
    let before = comparison.as_ref().and_then(|comparison| comparison.before.as_ref());
    let reach = request.changed.then(|| Reach::new(&out.estate, before));
    let given = redact::given(&out.estate.given, &request.load);
    let mut taken = Taken {
        request,
        suppressions,
        comparison,
        reach,
        given,
        reported: Groups::default(),
        others: Tally::default(),
        all: Tally::default(),
        suppressed: Tally::default(),
        unlisted: FxHashSet::default(),
    };
    let mut problems = check_estate(request, &times, &mut out.estate, &mut |mut outcomes, estate| {
        twice.take_unsure(&mut outcomes, estate);
        taken.take(outcomes, estate);
    });
    out.problems.append(&mut problems);
    twice.take_said(&mut definitions, &out.estate);
    taken.take(definitions, &out.estate);
    let Taken { suppressions, comparison, reported, others, all, suppressed, unlisted, .. } = taken;
    let extent =
        Extent { whole: out.whole, settled: suppressions.any_unused() && is_settled(fs, request, out) };
    out.problems.append(&mut suppressions.report(&request.rules, &out.estate, extent));
    out.problems.append(&mut suppressions.report_entries(&request.rules, &out.estate, extent));
    let bare = |graph: &Graph| graph.stack.kind == StackKind::Plan;
    if out.estate.graphs.iter().any(bare) {
        let text = "comments that silence findings cannot be read from a plan alone; `--source DIR` gives the \
                    configuration, and `[[suppress]]` in `bricklint.toml` silences without";
        out.problems.push(Problem::new(ProblemKind::Note, text));
    }
    let affected = reported.instances_affected();
    out.findings = reported.finish();
    trace::add(&mut out.findings, &out.estate, &out.discovery);
    let given = request.load.schema.as_deref();
    out.shown = redact::sources(&out.discovery, &mut out.findings, &mut out.problems, given);
    let mut roots: Vec<&str> = out.estate.graphs.iter().map(|graph| &*graph.stack.root).collect();
    roots.put_in_order();
    roots.dedup();
    let instances = out.estate.graphs.iter().map(|graph| graph.stack.instances.len()).sum();
    out.summary = summarize(
        &out.findings,
        Totals {
            suppressed: suppressed.len(),
            baselined: 0,
            files: out.discovery.sources.iter().count() + plans + var_files(request, &out.discovery),
            roots: roots.len(),
            instances,
            // What is wrong with a definition is on none of them.
            instances_affected: affected.min(instances),
        },
    );
    out.summary.undecided += unlisted.len();
    out.summary.unchanged = request.changed.then(|| others.violated());
    out.summary.change = comparison.map(|comparison| {
        if request.changed {
            return comparison.summary(all.groups(), &out.estate);
        }
        let groups = out.findings.iter().map(|finding| (finding.rule.id, finding.introduced));
        comparison.summary(groups, &out.estate)
    });
    if let Some(clock) = clock {
        out.timings.push((Phase::Check, clock.elapsed()));
        out.rule_timings = times.longest_first(request);
    }
}

/// What each rule of a run takes, in nanoseconds; empty where nobody asks.
struct Times(Vec<AtomicU64>);

impl Times {
    fn new(request: &Request) -> Self {
        let asked = request.rules.iter().filter(|_| request.timings);
        Self(asked.map(|_| AtomicU64::new(0)).collect())
    }

    /// Runs the rule that stands there in the request.
    fn of<T>(&self, at: usize, run: impl FnOnce() -> T) -> T {
        let Some(sum) = self.0.get(at) else { return run() };
        let clock = Instant::now();
        let out = run();
        let took = u64::try_from(clock.elapsed().as_nanos()).unwrap_or(u64::MAX);
        sum.fetch_add(took, Ordering::Relaxed);
        out
    }

    fn longest_first(self, request: &Request) -> Vec<(&'static str, Duration)> {
        let ids = request.rules.iter().map(|rule| rule.info.id);
        let sums = self.0.into_iter().map(|sum| Duration::from_nanos(sum.into_inner()));
        let mut out: Vec<(&'static str, Duration)> = ids.zip(sums).collect();
        out.put_in_order_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        out
    }
}

/// How many var files were read: those that each root has, and each that was named once.
fn var_files(request: &Request, discovery: &Discovery) -> usize {
    let own = discovery.roots().map(|root| automatic(&root.var_files).len());
    let sets = request.sets.iter().flat_map(|set| &set.vars);
    let named = request.load.vars.iter().chain(sets).filter_map(|input| match input {
        VarInput::File(path) => Some(path),
        VarInput::Assign { .. } | VarInput::Value { .. } => None,
    });
    own.sum::<usize>() + named.collect::<FxHashSet<_>>().len()
}

/// What becomes of outcomes: they are silenced, compared, worded and grouped while rules run.
struct Taken<'r> {
    request: &'r Request,
    suppressions: Suppressions,
    comparison: Option<Comparison>,
    reach: Option<Reach>,
    /// Texts that are not printed anywhere.
    given: Vec<String>,
    reported: Groups,
    /// What `--changed` leaves out.
    others: Tally,
    /// What the change comes to does not depend on what `--changed` reports of it; empty without.
    all: Tally,
    /// What is silenced.
    suppressed: Tally,
    /// What cannot be told about a module that nobody calls is counted and not listed: rule, stack and instance.
    unlisted: FxHashSet<(&'static str, u32, Owner)>,
}

impl Taken<'_> {
    fn take(&mut self, mut outcomes: Vec<Outcome>, estate: &Estate) {
        for outcome in &mut outcomes {
            // It is lowered only: where a rule says less than it can, it has its reasons.
            if let Some(severity) = self.request.settings.severity(outcome.rule) {
                outcome.severity = outcome.severity.min(severity);
            }
        }
        for outcome in self.suppressions.apply(&mut outcomes, estate) {
            let finding = outcome.into_finding(estate);
            self.suppressed.add(&GroupKey::of(&finding), &finding);
        }
        outcomes.retain(|outcome| {
            let uncalled = estate.stack(outcome.place.stack).is_some_and(|stack| stack.uncalled_module);
            let drop = uncalled && outcome.verdict == Verdict::Undecided;
            if drop {
                self.unlisted.insert((outcome.rule.id, outcome.place.stack, outcome.place.owner));
            }
            !drop
        });
        let mut outcomes = outcomes.into_iter();
        loop {
            let piece: Vec<Outcome> = outcomes.by_ref().take(PIECE).collect();
            if piece.is_empty() {
                break;
            }
            let found: Vec<(GroupKey, Found)> =
                piece.into_par_iter().map(|outcome| self.word(outcome, estate)).collect();
            for (key, mut found) in found {
                if let Some(comparison) = &mut self.comparison {
                    comparison.note(&mut found);
                    if self.reach.is_some() {
                        self.all.add(&key, &found.finding);
                    }
                }
                if found.reported {
                    self.reported.add_to(&key, found.finding);
                } else {
                    self.others.add(&key, &found.finding);
                }
            }
        }
    }

    /// The finding, and the group that it belongs to.
    fn word(&self, outcome: Outcome, estate: &Estate) -> (GroupKey, Found) {
        let fingerprint = outcome.fingerprint(estate);
        let introduced = self
            .comparison
            .as_ref()
            .and_then(|comparison| comparison.introduces(&outcome, fingerprint, estate));
        let opens = || {
            let comparison = self.comparison.as_ref();
            comparison.is_some_and(|comparison| comparison.opens(&outcome, fingerprint, estate))
        };
        let within = |reach: &Reach| introduced == Some(true) || reach.holds(&outcome, estate) || opens();
        let reported = self.reach.as_ref().is_none_or(within);
        let secrets = redact::secrets_of(&outcome, estate, &self.given);
        let mut found = Found { reported, ..Found::new(outcome, fingerprint, estate) };
        redact::finding(&mut found.finding, &secrets);
        found.finding.introduced = introduced;
        (GroupKey::of(&found.finding), found)
    }
}

/// The graph of a stack. The bodies of a plan are read on all threads.
pub(crate) fn graph(stack: Stack) -> Graph {
    if stack.kind == StackKind::Source {
        return Graph::build(stack);
    }
    Graph::build_with(stack, &|instances| instances.par_iter().map(referring).collect())
}

/// Gives what the rules about instances and roots find to `sink`, and returns which rules failed. Bodies that were
/// decoded on the way are dropped every now and then.
fn check_estate(request: &Request, times: &Times, estate: &mut Estate, sink: &mut Sink<'_>) -> Vec<Problem> {
    let tasks: Vec<(u32, std::ops::Range<u32>)> = (0..)
        .zip(&estate.graphs)
        .flat_map(|(stack, graph)| {
            let nodes = graph.stack.instances.len().max(1) as u32;
            (0..nodes).step_by(CHUNK as usize).map(move |start| (stack, start..(start + CHUNK).min(nodes)))
        })
        .collect();
    let planned = estate.graphs.iter().any(|graph| graph.stack.kind == StackKind::Plan);
    let drops = planned && !estate.keeps_bodies();
    let batch = if drops { BATCH } else { WHOLE }.max(2 * rayon::current_num_threads());
    if drops {
        read_ahead(estate);
    }
    let mut problems = Vec::new();
    for (at, batch) in tasks.chunks(batch).enumerate() {
        let results: Vec<(Vec<Outcome>, Vec<Problem>)> = batch
            .par_iter()
            .map(|(stack, range)| check_chunk(request, times, estate, *stack, range))
            .collect();
        let mut outcomes = Vec::with_capacity(results.iter().map(|(found, _)| found.len()).sum());
        for (mut found, mut failed) in results {
            outcomes.append(&mut found);
            problems.append(&mut failed);
        }
        sink(outcomes, estate);
        if !drops {
            continue;
        }
        // What rules read beside their own nodes stays a little longer.
        let passed: Vec<(u32, std::ops::Range<u32>)> = if at % SWEEP == 0 {
            let all = |graph: &Graph| 0..graph.stack.instances.len() as u32;
            (0..).zip(estate.graphs.iter().map(all)).collect()
        } else {
            batch.to_vec()
        };
        for (stack, range) in passed {
            if let Some(graph) = estate.graphs.get_mut(stack as usize) {
                let instances = graph.forgettable(range).par_chunks_mut(DROPPED);
                instances.for_each(|some| some.iter_mut().for_each(Instance::forget));
            }
        }
    }
    problems
}

/// Decodes on all threads what the first rule that asks for the index of grants would decode on one: the attributes that
/// come with any one of [`bricklint_model::instance::KEYS`].
fn read_ahead(estate: &Estate) {
    for graph in &estate.graphs {
        let ids: Vec<NodeId> =
            indexed_types().flat_map(|name| graph.instances_of(Mode::Managed, name)).copied().collect();
        ids.into_par_iter().for_each(|id| {
            graph.body_with(id, "name");
        });
    }
}

/// What the rules about module definitions find. A problem of the loader that one of them words is not said
/// twice.
fn definitions(request: &Request, times: &Times, out: &mut Run) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    let rules = request.rules.iter().enumerate();
    for (at, rule) in rules.filter(|(_, rule)| rule.info.scope == Scope::Definition) {
        let work = AssertUnwindSafe(|| check_definitions(&[*rule], &out.estate, &request.settings));
        match times.of(at, || catch_unwind(work)) {
            Ok(mut found) => outcomes.append(&mut found),
            Err(_) => out.problems.push(failed(rule)),
        }
    }
    take_said(&mut out.problems, &outcomes, &out.estate);
    outcomes
}

fn failed(rule: &Rule) -> Problem {
    let text = format!("the rule `{}` failed; this is a fault of the tool, please report it", rule.info.id);
    Problem::new(ProblemKind::InternalError, text)
}

/// A rule that panics is named, and the others still report. Rules run one by one for that, and to be measured.
fn check_chunk(
    request: &Request,
    times: &Times,
    estate: &Estate,
    stack: u32,
    range: &std::ops::Range<u32>,
) -> (Vec<Outcome>, Vec<Problem>) {
    let run = |rules: &[&'static Rule]| {
        let work = AssertUnwindSafe(|| check_nodes(rules, estate, &request.settings, stack, range.clone()));
        catch_unwind(work).ok()
    };
    if !request.timings
        && let Some(outcomes) = run(&request.rules)
    {
        return (outcomes, Vec::new());
    }
    let mut outcomes = Vec::new();
    let mut problems = Vec::new();
    for (at, rule) in request.rules.iter().enumerate() {
        match times.of(at, || run(&[*rule])) {
            Some(mut found) => outcomes.append(&mut found),
            None => problems.push(failed(rule)),
        }
    }
    (outcomes, problems)
}
