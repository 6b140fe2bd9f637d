//! Typed views of Databricks resources: one file a type.

pub mod job;
pub mod level;
