//! Typed views of Databricks resources: one file a type.

pub mod group;
pub mod group_member;
pub mod job;
pub mod level;
pub mod principal;
pub mod service_principal;
pub mod user;
