//! Jobs and their tasks.

use bricklint_findings::cause::Cause;
use bricklint_model::databricks::job::{Job, Task};
use bricklint_model::{Field, Place};

use crate::engine::Context;
use crate::outcome::Outcome;

pub mod environment_version_pinned;
pub mod serverless_task_environment;
pub mod serverless_task_shape;
pub mod task_key_resolves;

/// The known tasks of a job and the bodies of its loops; that there can be more is reported as undecided.
fn tasks_of<'w>(ctx: &mut Context<'w>, job: Job<'w>) -> Vec<Task<'w>> {
    let address = job.0.address();
    let message = format!("`{address}` can have more tasks than are known");
    ctx.each_of(job.all_tasks(), job.0.place(), &message)
}

/// Reports that the rule does not hold for a task. `say` is given the task in words; findings at one place
/// that differ in the task alone are one.
fn violated<'c, 'w>(
    ctx: &'c mut Context<'w>,
    task: &Task<'w>,
    place: Place,
    say: impl Fn(&str) -> String,
) -> &'c mut Outcome {
    ctx.violated(place, say(&task.to_string()))
        .template(say(&any_task(task)))
        .value(public_text(&task.task_key()))
}

/// Reports that it cannot be told whether the rule holds for a task.
fn undecided<'c, 'w>(
    ctx: &'c mut Context<'w>,
    task: &Task<'w>,
    place: Place,
    cause: Cause,
    say: impl Fn(&str) -> String,
) -> &'c mut Outcome {
    ctx.undecided(place, cause, say(&task.to_string()))
        .template(say(&any_task(task)))
        .value(public_text(&task.task_key()))
}

fn any_task(task: &Task<'_>) -> String {
    format!("of `{}`", task.job.0.address())
}

/// The text of a key, for the fingerprint; nothing where it is not known or must not be shown.
fn public_text(key: &Field<'_>) -> String {
    key.public().unwrap_or_default().into_owned()
}
