//! All rules: the only registration. A rule is its module here and its line in [`RULES`].

use crate::engine::Rule;

pub mod jobs;

/// All rules, by area and id.
pub static RULES: &[&Rule] = &[&jobs::serverless_task_environment::RULE];
