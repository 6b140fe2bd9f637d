//! See `serverless-task-shape.md`.

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_model::databricks::job::{Compute, Job, Task, TaskKind};
use bricklint_model::{Attr, Node, Place, Tri};

use super::{tasks_of, undecided, violated};
use crate::engine::{Check, Context, Of, Rule};

/// What a task says about its compute fits together.
pub static RULE: Rule = Rule {
    info: RuleInfo {
        id: "serverless-task-shape",
        area: "jobs",
        severity: Severity::Error,
        summary: "A task names at most one compute, and carries neither libraries on serverless compute nor an `environment_key` on a cluster.",
        level: Level::Default,
        scope: Scope::Instance,
        since: None,
    },
    check: Check { of: Of::Resources(&[Job::TYPE]), run: check, near: true },
};

fn check<'w>(ctx: &mut Context<'w>, node: Node<'w>) {
    for task in tasks_of(ctx, Job(node)) {
        one_compute(ctx, &task);
        match task.compute() {
            Compute::Serverless => on_serverless(ctx, &task),
            Compute::Cluster => on_cluster(ctx, &task),
            Compute::Unknown(cause) => on_unknown(ctx, &task, &cause),
            Compute::Warehouse | Compute::None => {}
        }
    }
}

/// What says where a task runs: the argument, whether it is there, its place, and why that is not known.
fn selectors(task: &Task<'_>) -> [(&'static str, Tri, Place, Option<Cause>); 3] {
    let new = task.new_cluster();
    let field = |name: &'static str| {
        let field = task.block.field(name);
        (name, field.is_set(), field.key_place(), field.cause())
    };
    let block = task.block.single("new_cluster").known();
    let place = block.map_or_else(|| task.block.place(), |block| block.place());
    [
        ("new_cluster", new.is_nonempty(), place, new.more().cloned()),
        field("existing_cluster_id"),
        field("job_cluster_key"),
    ]
}

fn one_compute<'w>(ctx: &mut Context<'w>, task: &Task<'w>) {
    let selectors = selectors(task);
    let mut present = selectors.iter().filter(|(_, set, ..)| set.is_true());
    let mut possible = selectors.iter().filter(|(_, set, ..)| set.is_unknown());
    let first = present.next();
    let rest: Vec<_> = present.collect();
    if let (Some((one, _, place, _)), Some((other, _, second, _))) = (first, rest.first()) {
        let say = |task: &str| format!("task {task} has both `{one}` and `{other}`");
        violated(ctx, task, second.clone(), say)
            .label("a second compute")
            .help("a task runs on one compute: remove all but one")
            .related("the first compute", place.clone());
    } else if let (Some((one, ..)), Some((other, _, place, Some(cause)))) =
        (first.or_else(|| possible.next()), possible.next())
    {
        let say = |task: &str| format!("task {task} can have both `{one}` and `{other}`");
        undecided(ctx, task, place.clone(), cause.clone(), say);
    }
}

fn on_serverless<'w>(ctx: &mut Context<'w>, task: &Task<'w>) {
    if let Attr::Known(TaskKind::SparkSubmit) = task.kind() {
        let say = |task: &str| format!("task {task} runs spark-submit without a cluster");
        let place = task.block.place();
        violated(ctx, task, place, say).help("add `new_cluster`: spark-submit runs on new clusters only");
    }
    for library in ctx.each(task.libraries()) {
        let say = |task: &str| format!("task {task} runs on serverless compute, which installs no `library`");
        let jar = matches!(library.field("jar").is_set(), Tri::True);
        let list = if jar { "java_dependencies" } else { "dependencies" };
        let outcome = violated(ctx, task, library.place(), say);
        outcome.label("belongs to a cluster");
        outcome.help(format!("name it in `{list}` of an `environment` of the job"));
    }
}

fn on_cluster<'w>(ctx: &mut Context<'w>, task: &Task<'w>) {
    if let Attr::Known(TaskKind::SparkSubmit) = task.kind()
        && task.existing_cluster_id().is_set().is_true()
    {
        let field = task.existing_cluster_id();
        let say = |task: &str| format!("task {task} runs spark-submit on a cluster that exists");
        violated(ctx, task, field.key_place(), say)
            .help("spark-submit runs on new clusters only: use `new_cluster`");
    }
    let key = task.environment_key();
    if key.is_set().is_false() {
        return;
    }
    // A cluster can take its libraries from an environment, if it says so.
    let cluster = match task.cluster() {
        Attr::Known(cluster) => cluster,
        Attr::Absent => return,
        Attr::Unknown(cause) => {
            let say =
                |task: &str| format!("it is not known whether the cluster of task {task} reads environments");
            undecided(ctx, task, key.key_place(), cause, say).severity(Severity::Warning);
            return;
        }
    };
    let (mode, policy) = (cluster.field("dependency_mode"), cluster.field("policy_id"));
    let of_libraries = mode.is_text("DEPENDENCY_MODE_CLUSTER_LIBRARIES");
    let is_open = match (!mode.is_set()).or(of_libraries) {
        Tri::False => return,
        Tri::Unknown => true,
        // A policy can set the mode that nothing else sets.
        Tri::True => !of_libraries.is_true() && !policy.is_set().is_false(),
    };
    if is_open {
        let open = if mode.is_set().is_false() { policy } else { mode };
        let cause = open.cause().unwrap_or_else(|| {
            Cause::new(CauseKind::NotVisibleHere, "policy_id", "the cluster policy can set `dependency_mode`")
        });
        let say =
            |task: &str| format!("it is not known whether the cluster of task {task} reads environments");
        undecided(ctx, task, key.key_place(), cause, say).severity(Severity::Warning);
        return;
    }
    if key.is_set().is_unknown() {
        let say = |task: &str| format!("task {task} can name an `environment_key` and runs on a cluster");
        undecided(ctx, task, key.key_place(), key.cause_or("environment_key"), say)
            .severity(Severity::Warning);
        return;
    }
    let say = |task: &str| {
        format!("task {task} names an `environment_key` and runs on a cluster, which ignores it")
    };
    violated(ctx, task, key.key_place(), say)
        .severity(Severity::Warning)
        .label("of no use on this cluster")
        .help("remove it, or remove the cluster to run on serverless compute")
        .related("the cluster", cluster.place());
}

fn on_unknown<'w>(ctx: &mut Context<'w>, task: &Task<'w>, cause: &Cause) {
    let carries = |ctx: &mut Context<'w>, place: Place, what: &str| {
        let say = |task: &str| format!("task {task} has {what}, and it is not known what it runs on");
        undecided(ctx, task, place, cause.clone(), say);
    };
    if let Some(library) = task.libraries().partial().into_parts().0.first() {
        carries(ctx, library.place(), "a `library`");
    }
    if !task.environment_key().is_set().is_false() {
        carries(ctx, task.environment_key().key_place(), "an `environment_key`");
    }
}
