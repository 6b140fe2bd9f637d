//! See `task-key-resolves.md`.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_findings::words::{did_you_mean, nearest};
use bricklint_model::databricks::job::{Job, Task};
use bricklint_model::keys::Keys;
use bricklint_model::stack::StackKind;
use bricklint_model::{Attr, Block, Field, Node, Path};

use super::{public_text, tasks_of, undecided, violated};
use crate::engine::{Check, Context, Of, Rule};

/// Keys within a job name something, and one thing.
pub static RULE: Rule = Rule {
    info: RuleInfo {
        id: "task-key-resolves",
        area: "jobs",
        severity: Severity::Error,
        summary: "Every `environment_key`, `job_cluster_key` and `depends_on.task_key` names one block of the same job, and tasks do not wait for each other in a circle.",
        level: Level::Default,
        scope: Scope::Instance,
        since: None,
    },
    check: Check { of: Of::Resources(&[Job::TYPE]), run: check, near: true },
};

/// What each task waits for, and whether all of that was looked at; none where that has not begun.
type Waits<'w> = BTreeMap<Path, (Vec<Wait<'w>>, Cell<Option<bool>>)>;

fn check<'w>(ctx: &mut Context<'w>, node: Node<'w>) {
    let job = Job(node);
    let (tasks, environments, clusters) = (job.task_keys(), job.environment_keys(), job.job_cluster_keys());
    for (keys, what) in [(&tasks, "task"), (&environments, "environment"), (&clusters, "job cluster")] {
        repeated(ctx, node, keys, what);
    }
    let mut waits: Waits<'w> = BTreeMap::new();
    for task in tasks_of(ctx, job) {
        resolve(ctx, &task, &task.environment_key(), &environments, "environment");
        resolve(ctx, &task, &task.job_cluster_key(), &clusters, "job_cluster");
        let on = ctx.each(task.dependencies()).into_iter();
        let on = on.filter_map(|dependency| dependency_of(ctx, &task, &dependency, &tasks));
        let mut on: Vec<Wait<'w>> = on.collect();
        if let Attr::Known(body) = task.loop_body() {
            on.push(Wait {
                on: body.block.path(),
                key: body.task_key(),
                label: "the loop waits for its body",
            });
        }
        waits.insert(task.block.path(), (on, Cell::default()));
    }
    circles(ctx, job, &waits);
}

fn repeated<'w>(ctx: &mut Context<'w>, node: Node<'w>, keys: &Keys<'w>, what: &str) {
    for (first, others) in keys.repeated() {
        for other in others {
            let key = keys.of(&other);
            let message = format!("two {what}s of `{}` have the key {}", node.address(), key.shown());
            ctx.violated(key.place(), message)
                .value(public_text(&key))
                .label("again here")
                .help("give each its own key")
                .related("first here", keys.of(&first).place());
        }
    }
    if let Some((key, cause)) = keys.may_repeat() {
        let message = format!("it is not known whether two {what}s of `{}` have one key", node.address());
        ctx.undecided(key.place(), cause, message).template(format!("keys of {what}s"));
    }
}

/// The block that a key names; that none has it is reported.
fn resolve<'w>(
    ctx: &mut Context<'w>,
    task: &Task<'w>,
    key: &Field<'w>,
    keys: &Keys<'w>,
    what: &str,
) -> Option<Block<'w>> {
    if key.is_set().is_false() {
        return None;
    }
    match keys.find(key) {
        Attr::Known(block) => Some(block),
        Attr::Unknown(cause) => {
            let say = |task: &str| {
                format!(
                    "it is not known whether some `{what}` has the key {} that task {task} names",
                    key.shown()
                )
            };
            undecided(ctx, task, key.place(), cause, say).value(both(task, key));
            None
        }
        // Where it is not set it names nothing that could be missing.
        Attr::Absent if key.is_set().is_unknown() => {
            let say = |task: &str| {
                format!("task {task} may name {}, and the job has no such `{what}`", key.shown())
            };
            undecided(ctx, task, key.place(), key.cause_or("the key"), say).value(both(task, key));
            None
        }
        Attr::Absent => {
            let say = |task: &str| {
                format!("task {task} names {}, which is the key of no `{what}` of the job", key.shown())
            };
            let outcome = violated(ctx, task, key.place(), say);
            outcome.value(both(task, key)).label(format!("no `{what}` with this key"));
            outcome.help(meant(key, keys, what));
            None
        }
    }
}

/// A task and what it names, for the fingerprint: it can name several things wrongly.
fn both(task: &Task<'_>, key: &Field<'_>) -> String {
    format!("{} {}", public_text(&task.task_key()), public_text(key))
}

fn meant(key: &Field<'_>, keys: &Keys<'_>, what: &str) -> String {
    let near = key.str().known().and_then(|text| nearest(text, keys.public()));
    let all: Vec<String> = keys.public().map(|key| format!("`{key}`")).collect();
    match near {
        Some(near) => did_you_mean(near),
        None if all.is_empty() => {
            let article = if what.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
            format!("declare {article} `{what}` with this key in the job")
        }
        None => format!("the job has {}", all.join(", ")),
    }
}

/// A task that another waits for, the key that says so, and how a message about a circle calls that.
struct Wait<'w> {
    on: Path,
    key: Field<'w>,
    label: &'static str,
}

fn dependency_of<'w>(
    ctx: &mut Context<'w>,
    task: &Task<'w>,
    dependency: &Block<'w>,
    tasks: &Keys<'w>,
) -> Option<Wait<'w>> {
    let key = dependency.field("task_key");
    // Where a source leaves it out, Terraform refuses that; a plan has no null.
    let is_null = key.value().is_some() || task.job.0.graph().graph.stack.kind != StackKind::Source;
    if is_null && key.is_set().is_false() {
        let say = |task: &str| format!("task {task} waits for a task without a key");
        violated(ctx, task, key.place(), say).help("name the task to wait for, or leave the block out");
        return None;
    }
    if let Some((body, around)) = body_of_loop(task.job, &key, tasks) {
        let say = |task: &str| format!("task {task} waits for {}, which exists in a loop only", key.shown());
        let outcome = violated(ctx, task, key.place(), say).value(both(task, &key));
        outcome.related("the loop repeats this task", body.block.place());
        if let Attr::Known(_) = around.task_key().str() {
            outcome.help(format!("wait for the loop, {}", around.task_key().shown()));
        }
        return None;
    }
    let target = resolve(ctx, task, &key, tasks, "task")?;
    outcome(ctx, task, dependency, &Task { job: task.job, block: target });
    Some(Wait { on: target.path(), key, label: "and this leads round" })
}

/// The loop body that has this key while no task of the job has, and its loop.
fn body_of_loop<'w>(job: Job<'w>, key: &Field<'w>, tasks: &Keys<'w>) -> Option<(Task<'w>, Task<'w>)> {
    let Attr::Absent = tasks.find(key) else { return None };
    let (known, _) = job.tasks().partial().into_parts();
    known.into_iter().map(|block| Task { job, block }).find_map(|around| {
        let body = around.loop_body().known()?;
        body.task_key().equals(key).is_true().then_some((body, around))
    })
}

/// `outcome` says which branch of a condition must be taken, so the dependency is a condition.
fn outcome<'w>(ctx: &mut Context<'w>, task: &Task<'w>, dependency: &Block<'w>, on: &Task<'w>) {
    let field = dependency.field("outcome");
    if !field.is_set().is_true() {
        return;
    }
    match on.block.single("condition_task") {
        Attr::Known(_) => {}
        Attr::Unknown(cause) => {
            let say = |task: &str| format!("it is not known whether task {task} waits for a condition");
            undecided(ctx, task, field.place(), cause, say).value(both(task, &on.task_key()));
        }
        Attr::Absent => {
            let say = |task: &str| {
                format!(
                    "task {task} waits for an `outcome` of {}, which is no condition",
                    on.task_key().shown()
                )
            };
            violated(ctx, task, field.place(), say)
                .value(both(task, &on.task_key()))
                .help("remove `outcome`, or wait for a task with `condition_task`")
                .related("this task has no outcome", on.block.place());
        }
    }
    if let Attr::Known(text) = field.str()
        && !matches!(text, "true" | "false")
    {
        let say = |task: &str| {
            format!("task {task} waits for the outcome {}, which no condition has", field.shown())
        };
        let outcome = violated(ctx, task, field.place(), say).value(both(task, &on.task_key()));
        outcome.help("an outcome is `\"true\"` or `\"false\"`");
    }
}

/// Most circles of one job that are reported though a task of them is in another that was. Where all tasks wait for all
/// others there are as many as dependencies, each of them long.
const MAX_CIRCLES: usize = 20;

/// Reports each dependency that closes a circle, in the order of the source.
fn circles<'w>(ctx: &mut Context<'w>, job: Job<'w>, waits: &Waits<'w>) {
    let mut reported = 0;
    let mut round: BTreeSet<&Path> = BTreeSet::new();
    for (start, (_, done)) in waits {
        // Depth first without recursion: a task on the way is not done, and a wait for one closes a circle.
        let mut way: Vec<(&Path, usize)> = Vec::new();
        if done.get().is_none() {
            done.set(Some(false));
            way.push((start, 0));
        }
        while let Some((path, next)) = way.last_mut() {
            let Some((own, done)) = waits.get(*path) else { break };
            let Some(wait) = own.get(*next) else {
                done.set(Some(true));
                way.pop();
                continue;
            };
            *next += 1;
            let Some((_, done)) = waits.get(&wait.on) else { continue };
            match done.get() {
                Some(true) => {}
                Some(false)
                    if reported >= MAX_CIRCLES && (round.contains(path) || round.contains(&wait.on)) => {}
                Some(false) => {
                    let from = way.iter().position(|(path, _)| **path == wait.on).unwrap_or(0);
                    let links =
                        way.iter().skip(from).filter_map(|(path, next)| waits.get(*path)?.0.get(next - 1));
                    let mut links: Vec<&Wait<'w>> = links.collect();
                    // It is closed by what waits for its first task, wherever it was entered.
                    let first =
                        (1..).zip(&links).min_by_key(|(_, wait)| &wait.on).map_or(0, |(next, _)| next);
                    links.rotate_left(first);
                    reported += 1;
                    round.extend(links.iter().map(|wait| &wait.on));
                    report_circle(ctx, job, &links);
                }
                None => {
                    done.set(Some(false));
                    way.push((&wait.on, 0));
                }
            }
        }
    }
}

/// The keys of a circle in its order, wherever it begins, for the fingerprint.
fn round(links: &[&Wait<'_>]) -> String {
    let mut keys: Vec<String> = links.iter().map(|wait| public_text(&wait.key)).collect();
    let first = (0..).zip(&keys).min_by_key(|(_, key)| *key).map_or(0, |(at, _)| at);
    keys.rotate_left(first);
    keys.join(" ")
}

/// The last of the waits closes the circle.
fn report_circle<'w>(ctx: &mut Context<'w>, job: Job<'w>, links: &[&Wait<'w>]) {
    let Some((last, others)) = links.split_last() else { return };
    let names: Vec<String> = links.iter().map(|wait| wait.key.shown()).collect();
    let message = if others.is_empty() {
        format!("task {} of `{}` waits for itself", last.key.shown(), job.0.address())
    } else {
        let last = last.key.shown();
        format!(
            "tasks of `{}` wait for each other: {last} for {}",
            job.0.address(),
            names.join(", which waits for ")
        )
    };
    let outcome = ctx.violated(last.key.place(), message).value(round(links));
    outcome.label("this closes the circle").help("remove one of the dependencies");
    for wait in others {
        outcome.related(wait.label, wait.key.place());
    }
}
