//! Typed views of Databricks resources: one file a type.

pub mod catalog;
pub mod external_location;
pub mod grants;
pub mod group;
pub mod group_member;
pub mod job;
pub mod level;
pub mod mws_permission_assignment;
pub mod principal;
pub mod schema;
pub mod service_principal;
pub mod storage_credential;
pub mod user;
