//! Roles that Databricks assumes in AWS, and their policies.

pub mod trust_external_id;
pub mod uc_role_self_assume;
