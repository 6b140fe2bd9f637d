//! See `serverless-task-environment.md`.

use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_model::databricks::job::{Compute, Job, Task, TaskKind};
use bricklint_model::{Attr, Node, Place, Tri};

use super::{tasks_of, undecided, violated};
use crate::engine::{Check, Context, Of, Rule};

/// A serverless Python, wheel, dbt or JAR task names an environment.
pub static RULE: Rule = Rule {
    info: RuleInfo {
        id: "serverless-task-environment",
        area: "jobs",
        severity: Severity::Error,
        summary: "A serverless Python file, wheel, dbt or JAR task names an `environment_key`.",
        level: Level::Default,
        scope: Scope::Instance,
        since: None,
    },
    check: Check { of: Of::Resources(&[Job::TYPE]), run: check, near: true },
};

fn check<'w>(ctx: &mut Context<'w>, node: Node<'w>) {
    for task in tasks_of(ctx, Job(node)) {
        check_task(ctx, &task);
    }
}

fn check_task<'w>(ctx: &mut Context<'w>, task: &Task<'w>) {
    let kind = match task.kind() {
        Attr::Known(kind) => kind,
        Attr::Absent => return,
        Attr::Unknown(cause) => {
            if !task.environment_key().is_set().is_true() {
                let say = |task: &str| format!("it is not known what task {task} runs");
                undecided(ctx, task, task.block.place(), cause, say);
            }
            return;
        }
    };
    if !matches!(kind, TaskKind::Python | TaskKind::Wheel | TaskKind::Dbt | TaskKind::Jar) {
        return;
    }
    let key = task.environment_key();
    if key.is_set().is_true() {
        return;
    }
    match task.compute() {
        Compute::Serverless => {}
        Compute::Cluster | Compute::Warehouse | Compute::None => return,
        Compute::Unknown(cause) => {
            let say = |task: &str| format!("it is not known whether task {task} runs on serverless compute");
            undecided(ctx, task, task.block.place(), cause, say);
            return;
        }
    }
    if key.is_set() == Tri::Unknown {
        let cause = key.cause_or("environment_key");
        let say = |task: &str| format!("it is not known whether task {task} names an `environment_key`");
        undecided(ctx, task, key.place(), cause, say);
        return;
    }
    let environment = only_environment(task);
    let outcome = violated(ctx, task, task.block.place(), |task| {
        format!("task {task} runs {} on serverless compute without an `environment_key`", kind.words())
    });
    outcome.label("no `environment_key`");
    if let Some(block) = task.kind_block() {
        outcome.related("this makes it a task that needs an environment", block.place());
    }
    match environment {
        _ if task.is_whole_job() => {
            outcome.help("write the task as a `task` block, declare an `environment` and name it with `environment_key`");
        }
        Some((key, place)) => {
            outcome
                .help(format!("add `environment_key = \"{key}\"`"))
                .related("the job declares this environment", place);
        }
        None => {
            outcome.help("declare an `environment` block in the job and name it with `environment_key`");
        }
    }
}

/// The key of the job's environment and its place, where the job has just one with a known key.
fn only_environment<'w>(task: &Task<'w>) -> Option<(&'w str, Place)> {
    let (known, more) = task.job.environments().partial().into_parts();
    let ([only], None) = (known.as_slice(), more) else { return None };
    let key = only.field("environment_key");
    let public = key.value().is_some_and(|value| !value.holds_secret());
    key.str().known().filter(|_| public).map(|key| (key, only.place()))
}
