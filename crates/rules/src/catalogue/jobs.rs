//! Jobs and their tasks.

pub mod serverless_task_environment;
