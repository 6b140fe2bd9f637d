//! All rules: the only registration. A rule is its module here and its line in [`RULES`].

use crate::engine::Rule;

pub mod dr;
pub mod grants;
pub mod iam;
pub mod identity;
pub mod jobs;
pub mod structure;
pub mod unity_catalog;

/// All rules, by area and id.
pub static RULES: &[&Rule] = &[
    &dr::lifecycle_protects_state::RULE,
    &dr::state_not_destroyed::RULE,
    &dr::workspace_not_replaced::RULE,
    &grants::grant_chain_complete::RULE,
    &grants::grants_keep_others::RULE,
    &grants::grants_not_drifted::RULE,
    &grants::grants_single_authority::RULE,
    &grants::grants_to_groups::RULE,
    &iam::trust_external_id::RULE,
    &iam::uc_role_self_assume::RULE,
    &identity::groups_from_idp::RULE,
    &identity::users_from_idp::RULE,
    &jobs::environment_version_pinned::RULE,
    &jobs::serverless_task_environment::RULE,
    &jobs::serverless_task_shape::RULE,
    &jobs::task_key_resolves::RULE,
    &structure::known_schema::RULE,
    &structure::module_call_valid::RULE,
    &structure::provider_wiring_explicit::RULE,
    &structure::reference_resolves::RULE,
    &structure::resource_on_right_provider::RULE,
    &unity_catalog::one_metastore_per_region::RULE,
    &unity_catalog::regions_agree::RULE,
    &unity_catalog::workspace_metastore_assigned::RULE,
];
