//! Typed views of Databricks resources: one file a type.

pub mod account;
pub mod catalog;
pub mod external_location;
pub mod grants;
pub mod group;
pub mod group_member;
pub mod job;
pub mod level;
pub mod metastore;
pub mod metastore_assignment;
pub mod mws_networks;
pub mod mws_permission_assignment;
pub mod mws_storage_configurations;
pub mod mws_vpc_endpoint;
pub mod mws_workspaces;
pub(crate) mod nests;
pub mod policy_info;
pub mod principal;
pub mod provider;
pub mod role_user;
pub mod schema;
pub mod service_principal;
pub mod storage_credential;
pub mod user;
