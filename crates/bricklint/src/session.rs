//! One run: roots and plans to stacks, stacks to an estate, rules over it, findings out.
//!
//! The command line, the tests and editors use this; it does no I/O of its own but through a
//! [`FileSystem`].

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bricklint_findings::finding::{Finding, Summary, Verdict};
use bricklint_findings::outcome::{Totals, summarize};
use bricklint_findings::problem::{Problem, ProblemKind};
use bricklint_findings::source::Sources;
use bricklint_findings::{group, instances_affected};
use bricklint_load::files::FileSystem;
use bricklint_load::plan::{self, PlanInput};
use bricklint_load::{Discovery, LoadOptions, VarInput, VariableSet, discover, is_for, load_all, load_root};
use bricklint_model::estate::Estate;
use bricklint_model::graph::Graph;
use bricklint_model::stack::{Stack, StackKind};
use bricklint_rules::{Outcome, RULES, Rule, Settings, check_nodes};
use rayon::prelude::*;

use crate::suppress::Suppressions;

/// Nodes that one task checks; small enough to share the work, large enough to be worth a task.
const CHUNK: u32 = 512;

/// A plan that was handed over.
#[derive(Debug)]
pub struct PlanFile {
    /// Relative to the project root, or as named.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
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

/// What to do.
#[derive(Debug, Default)]
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
    /// Rules that run.
    pub rules: Vec<&'static Rule>,
    /// Their settings.
    pub settings: Settings,
    /// Whether everything there is was given.
    pub complete: bool,
    /// Today as `YYYY-MM-DD`, for suppressions that expire.
    pub today: Option<String>,
    /// Where to end early.
    pub stop_after: Option<Phase>,
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
    /// Where the time went.
    pub timings: Vec<(Phase, Duration)>,
}

impl Run {
    /// The files that locations point into.
    pub fn sources(&self) -> &Arc<Sources> {
        &self.estate.sources
    }
}

/// Reads, expands, builds and checks.
pub fn run(fs: &dyn FileSystem, mut request: Request) -> Run {
    let files = request.plans.len();
    let mut out = load(fs, &mut request);
    if request.stop_after.is_none_or(|phase| phase >= Phase::Check) {
        check(&request, files, &mut out);
    }
    out.problems.sort();
    out.problems.dedup();
    out
}

/// Everything up to the graphs. The plans are taken out of the request.
pub fn load(fs: &dyn FileSystem, request: &mut Request) -> Run {
    let mut out = Run::default();
    let mut clock = Instant::now();
    let mut lap = |out: &mut Run, phase: Phase| {
        out.timings.push((phase, clock.elapsed()));
        clock = Instant::now();
    };
    let stop_after = request.stop_after;
    let stops = |phase: Phase| stop_after.is_some_and(|stop| stop <= phase);
    let mut options = request.load.clone();
    if let Some(source) = &request.source
        && !options.paths.contains(source)
    {
        options.paths.push(source.clone());
        options.exact = request.load.paths.is_empty();
    }
    if !options.paths.is_empty() {
        out.discovery = discover(fs, &options);
        out.problems.append(&mut out.discovery.problems.clone());
    }
    lap(&mut out, Phase::Parse);
    if stops(Phase::Parse) {
        out.estate.sources = out.discovery.sources.clone();
        return out;
    }
    let single = [VariableSet::default()];
    let sets = if request.sets.is_empty() { &single[..] } else { &request.sets };
    let mut plans = Vec::new();
    for file in std::mem::take(&mut request.plans) {
        let mut read = plan::read_plans(file.bytes, &file.path);
        out.problems.append(&mut read.problems);
        plans.append(&mut read.plans);
    }
    let mut stacks = stacks(fs, request, &options, sets, &out.discovery, &plans, &mut out.problems);
    for stack in &mut stacks {
        out.problems.append(&mut stack.problems);
    }
    lap(&mut out, Phase::Expand);
    if stops(Phase::Expand) {
        out.estate.sources = out.discovery.sources.clone();
        return out;
    }
    let graphs: Vec<Graph> = stacks.into_par_iter().map(Graph::build).collect();
    out.estate = Estate::new(graphs, request.complete, out.discovery.sources.clone());
    lap(&mut out, Phase::Graph);
    out
}

/// Stacks of directories and plans, numbered in order.
fn stacks(
    fs: &dyn FileSystem,
    request: &Request,
    options: &LoadOptions,
    sets: &[VariableSet],
    discovery: &Discovery,
    plans: &[PlanInput],
    problems: &mut Vec<Problem>,
) -> Vec<Stack> {
    let roots: Vec<_> = discovery.roots().collect();
    // A plan and the directory it was made from are one stack.
    let mut paired: Vec<Option<usize>> = Vec::new();
    for plan in plans {
        let directory = plan.path.rsplit_once('/').map_or(".", |(directory, _)| directory);
        let named = |path: &str| {
            request.source.as_ref().map_or_else(
                || request.root.as_deref().map_or(path == directory, |root| root == path),
                |source| {
                    options.project_root.join(path) == *source
                        || (path == "." && *source == options.project_root)
                },
            )
        };
        let found = roots.iter().position(|root| named(&root.path));
        let only = (roots.len() == 1 && plans.len() == 1).then_some(0);
        paired.push(found.or(only));
    }
    if request.source.is_some() && !plans.is_empty() && paired.iter().all(Option::is_none) {
        let text = "the directory that `--source` names holds no configuration";
        problems.push(Problem::new(ProblemKind::Unreadable, text));
    }
    let mut out = if plans.is_empty() {
        load_all(fs, discovery, options, sets, 0)
    } else {
        let mut out = Vec::new();
        for (at, root) in roots.iter().enumerate() {
            if paired.contains(&Some(at)) {
                continue;
            }
            for set in sets.iter().filter(|set| is_for(set, &root.path)) {
                out.push(load_root(fs, discovery, options, root, set, out.len() as u32));
            }
        }
        out
    };
    for (plan, pair) in plans.iter().zip(&paired) {
        let index = out.len() as u32;
        let root = pair.and_then(|at| roots.get(at));
        let name = request
            .root
            .clone()
            .unwrap_or_else(|| root.map_or_else(|| plan.path.to_string(), |root| root.path.to_string()));
        let stack = plan::plan_stack(plan, index, &name, None);
        out.push(match root {
            Some(root) => {
                let values = plan
                    .variables
                    .iter()
                    .map(|(name, value)| VarInput::Value { name: name.to_string(), value: value.clone() });
                let set = VariableSet { vars: values.collect(), ..VariableSet::default() };
                let source = load_root(fs, discovery, options, root, &set, index);
                {
                    let _ = source;
                    stack
                }
            }
            None => stack,
        });
    }
    out
}

fn check(request: &Request, plans: usize, out: &mut Run) {
    let clock = Instant::now();
    let tasks: Vec<(u32, std::ops::Range<u32>)> = (0..)
        .zip(&out.estate.graphs)
        .flat_map(|(stack, graph)| {
            let nodes = graph.stack.instances.len().max(1) as u32;
            (0..nodes).step_by(CHUNK as usize).map(move |start| (stack, start..(start + CHUNK).min(nodes)))
        })
        .collect();
    let estate = &out.estate;
    let results: Vec<(Vec<Outcome>, Vec<Problem>)> =
        tasks.into_par_iter().map(|(stack, range)| check_chunk(request, estate, stack, &range)).collect();
    let mut outcomes = Vec::new();
    for (mut found, mut problems) in results {
        outcomes.append(&mut found);
        out.problems.append(&mut problems);
    }
    for outcome in &mut outcomes {
        if let Some(severity) = request.settings.severity(outcome.rule.id) {
            outcome.severity(severity);
        }
    }
    let files = out.discovery.modules.values().flat_map(|module| &module.files);
    let mut suppressions =
        Suppressions::read(files.map(|file| (file.file, &file.tree)), request.today.as_deref());
    let suppressed = suppressions.apply(&mut outcomes, &out.estate);
    let first = out.estate.graphs.first().map(|graph| &graph.stack);
    out.problems.append(&mut suppressions.report(first, &request.rules, RULES));
    let bare = |graph: &Graph| graph.stack.kind == StackKind::Plan;
    if out.estate.graphs.iter().any(bare) {
        let text = "comments that silence findings cannot be read from a plan alone; `--source DIR` gives the configuration";
        out.problems.push(Problem::new(ProblemKind::Note, text));
    }
    // What cannot be told about a module that nobody calls is counted and not listed.
    let mut unlisted = 0;
    outcomes.retain(|outcome| {
        let uncalled = out.estate.stack(outcome.place.stack).is_some_and(|stack| stack.uncalled_module);
        let drop = uncalled && outcome.verdict == Verdict::Undecided;
        unlisted += usize::from(drop);
        !drop
    });
    let estate = &out.estate;
    let findings: Vec<Finding> =
        outcomes.into_par_iter().map(|outcome| outcome.into_finding(estate)).collect();
    let affected = instances_affected(&findings);
    out.findings = group(findings);
    let mut roots: Vec<&str> = estate.graphs.iter().map(|graph| &*graph.stack.root).collect();
    roots.sort_unstable();
    roots.dedup();
    out.summary = summarize(
        &out.findings,
        Totals {
            suppressed,
            baselined: 0,
            files: out.discovery.sources.iter().count() + plans,
            roots: roots.len(),
            instances: estate.graphs.iter().map(|graph| graph.stack.instances.len()).sum(),
            instances_affected: affected,
        },
    );
    out.summary.undecided += unlisted;
    out.timings.push((Phase::Check, clock.elapsed()));
}

/// A rule that panics is named, and the others still report.
fn check_chunk(
    request: &Request,
    estate: &Estate,
    stack: u32,
    range: &std::ops::Range<u32>,
) -> (Vec<Outcome>, Vec<Problem>) {
    let run = |rules: &[&'static Rule]| {
        let work = AssertUnwindSafe(|| check_nodes(rules, estate, &request.settings, stack, range.clone()));
        catch_unwind(work).ok()
    };
    if let Some(outcomes) = run(&request.rules) {
        return (outcomes, Vec::new());
    }
    let mut outcomes = Vec::new();
    let mut problems = Vec::new();
    for rule in &request.rules {
        match run(&[*rule]) {
            Some(mut found) => outcomes.append(&mut found),
            None => {
                let text = format!(
                    "the rule `{}` failed; this is a fault of the tool, please report it",
                    rule.info.id
                );
                problems.push(Problem::new(ProblemKind::InternalError, text));
            }
        }
    }
    (outcomes, problems)
}
