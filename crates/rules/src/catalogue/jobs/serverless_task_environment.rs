//! See `serverless-task-environment.md`.

use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_model::attr::Attr;
use bricklint_model::databricks::job::{Compute, Job, Task, TaskKind};
use bricklint_model::tri::Tri;
use bricklint_model::view::Node;

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
        page: include_str!("serverless-task-environment.md"),
    },
    check: Check { of: Of::Resources(&[Job::TYPE]), run: check },
};

fn check<'w>(ctx: &mut Context<'w>, node: Node<'w>) {
    let job = Job(node);
    let message = format!("`{}` can have more tasks than are known", node.address());
    for task in ctx.each_of(job.all_tasks(), node.place(), &message) {
        check_task(ctx, &task);
    }
}

fn check_task<'w>(ctx: &mut Context<'w>, task: &Task<'w>) {
    let kind = match task.kind() {
        Attr::Known(kind) => kind,
        Attr::Absent => return,
        Attr::Unknown(cause) => {
            let message = format!("it is not known what task {} runs", named(task));
            ctx.undecided(task.block.place(), cause, message);
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
            let message = format!("it is not known whether task {} runs on serverless compute", named(task));
            ctx.undecided(task.block.place(), cause, message);
            return;
        }
    }
    if key.is_set() == Tri::Unknown {
        let cause = key.cause_or("environment_key");
        let message = format!("it is not known whether task {} names an `environment_key`", named(task));
        ctx.undecided(key.place(), cause, message);
        return;
    }
    let message = format!(
        "task {} runs {} on serverless compute without an `environment_key`",
        named(task),
        kind.words()
    );
    let environments = job_environments(task);
    let outcome = ctx.violated(task.block.place(), message);
    outcome.label("no `environment_key`");
    if let Some(block) = task.kind_block() {
        outcome.related("this makes it a task that needs an environment", block.place());
    }
    match environments {
        Some((name, place)) => {
            outcome
                .help(format!("add `environment_key = \"{name}\"`"))
                .related("the job declares this environment", place);
        }
        None => {
            outcome.help("declare an `environment` block in the job and name it with `environment_key`");
        }
    }
}

/// The only environment of the job, where there is just one with a known name.
fn job_environments(task: &Task<'_>) -> Option<(String, bricklint_model::Place)> {
    let (known, _) = task.job.environments().partial().into_parts();
    let [only] = known.as_slice() else { return None };
    let name = only.field("environment_key").str().known()?;
    Some((name.to_owned(), only.place()))
}

/// `` `load` of `databricks_job.etl` ``
fn named(task: &Task<'_>) -> String {
    let address = task.job.0.address();
    match task.task_key().str() {
        Attr::Known(_) => format!("{} of `{address}`", task.task_key().shown()),
        _ => format!("`{}` of `{address}`", task.block.path()),
    }
}
