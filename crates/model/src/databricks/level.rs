//! Which provider level a type needs: account, workspace, or either.
//!
//! From the provider's own lists of resources (1.128.0, `internal/providers/sdkv2/resources.go`,
//! `settings/all_settings.go`, the clients of the plugin-framework products), in agreement with the
//! sentence "can only be used with a(n) account|workspace-level provider" of every page.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::instance::Mode;

/// The level of the provider configuration that a type works with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// An account-level provider.
    Account,
    /// A workspace-level provider, or an account-level one with a workspace id.
    Workspace,
    /// Either; it says what is managed (`api = "account"`).
    Both,
}

/// The level of a type of the Databricks provider. `None` for types that are not in the table, and for
/// the policy data sources, which call no API.
pub fn level(mode: Mode, type_name: &str) -> Option<Level> {
    let name = type_name.strip_prefix("databricks_")?;
    let levels = match mode {
        Mode::Managed => &*RESOURCES,
        Mode::Data => &*DATA,
    };
    levels.get(name).copied()
}

type Levels = FxHashMap<&'static str, Level>;

static RESOURCES: LazyLock<Levels> =
    LazyLock::new(|| levels(RESOURCES_ACCOUNT, RESOURCES_WORKSPACE, RESOURCES_BOTH));

static DATA: LazyLock<Levels> = LazyLock::new(|| levels(DATA_ACCOUNT, DATA_WORKSPACE, DATA_BOTH));

fn levels(account: &[&'static str], workspace: &[&'static str], both: &[&'static str]) -> Levels {
    let all = [(account, Level::Account), (workspace, Level::Workspace), (both, Level::Both)];
    all.into_iter().flat_map(|(names, level)| names.iter().map(move |name| (*name, level))).collect()
}

/// Resource types of an account, without `databricks_`.
const RESOURCES_ACCOUNT: &[&str] = &[
    "account_federation_policy",
    "account_iam_direct_group_member_v2",
    "account_iam_group_v2",
    "account_iam_service_principal_v2",
    "account_iam_user_v2",
    "account_iam_workspace_assignment_v2",
    "account_network_policy",
    "account_setting_user_preference_v2",
    "account_setting_v2",
    "budget",
    "budget_policy",
    "custom_app_integration",
    "disable_legacy_features_setting",
    "disaster_recovery_failover_group",
    "disaster_recovery_stable_url",
    "endpoint",
    "mws_credentials",
    "mws_customer_managed_keys",
    "mws_log_delivery",
    "mws_ncc_binding",
    "mws_ncc_private_endpoint_rule",
    "mws_network_connectivity_config",
    "mws_networks",
    "mws_permission_assignment",
    "mws_private_access_settings",
    "mws_storage_configurations",
    "mws_vpc_endpoint",
    "mws_workspaces",
    "service_principal_federation_policy",
    "workspace_network_option",
];

/// Resource types of both levels, without `databricks_`.
const RESOURCES_BOTH: &[&str] = &[
    "access_control_rule_set",
    "group",
    "group_instance_profile",
    "group_member",
    "group_role",
    "metastore",
    "metastore_assignment",
    "metastore_data_access",
    "service_principal",
    "service_principal_role",
    "service_principal_secret",
    "storage_credential",
    "user",
    "user_instance_profile",
    "user_role",
];

/// Resource types of a workspace, without `databricks_`.
const RESOURCES_WORKSPACE: &[&str] = &[
    "ai_gateway_mcp_service",
    "ai_gateway_model_provider_service",
    "ai_gateway_model_service",
    "ai_search_endpoint",
    "ai_search_index",
    "aibi_dashboard_embedding_access_policy_setting",
    "aibi_dashboard_embedding_approved_domains_setting",
    "alert",
    "alert_v2",
    "app",
    "app_space",
    "apps_settings_custom_template",
    "artifact_allowlist",
    "automatic_cluster_update_workspace_setting",
    "aws_s3_mount",
    "azure_adls_gen1_mount",
    "azure_adls_gen2_mount",
    "azure_blob_mount",
    "catalog",
    "catalog_workspace_binding",
    "cluster",
    "cluster_policy",
    "compliance_security_profile_workspace_setting",
    "connection",
    "credential",
    "dashboard",
    "data_classification_catalog_config",
    "data_quality_monitor",
    "data_quality_refresh",
    "database_database_catalog",
    "database_instance",
    "database_synced_database_table",
    "dbfs_file",
    "default_namespace_setting",
    "directory",
    "disable_legacy_access_setting",
    "disable_legacy_dbfs_setting",
    "enhanced_security_monitoring_workspace_setting",
    "entitlements",
    "entity_tag_assignment",
    "environments_default_workspace_base_environment",
    "environments_workspace_base_environment",
    "external_location",
    "external_metadata",
    "feature_engineering_feature",
    "feature_engineering_kafka_config",
    "feature_engineering_materialized_feature",
    "file",
    "git_credential",
    "global_init_script",
    "grant",
    "grants",
    "instance_pool",
    "instance_profile",
    "ip_access_list",
    "job",
    "knowledge_assistant",
    "knowledge_assistant_knowledge_source",
    "lakehouse_monitor",
    "library",
    "materialized_features_feature_tag",
    "mlflow_experiment",
    "mlflow_model",
    "mlflow_webhook",
    "model_serving",
    "model_serving_provisioned_throughput",
    "mount",
    "notebook",
    "notification_destination",
    "obo_token",
    "online_store",
    "online_table",
    "permission_assignment",
    "permissions",
    "pipeline",
    "policy_info",
    "postgres_branch",
    "postgres_catalog",
    "postgres_cdf_config",
    "postgres_data_api",
    "postgres_database",
    "postgres_endpoint",
    "postgres_project",
    "postgres_role",
    "postgres_synced_table",
    "provider",
    "quality_monitor",
    "quality_monitor_v2",
    "query",
    "recipient",
    "registered_model",
    "repo",
    "restrict_workspace_admins_setting",
    "rfa_access_request_destinations",
    "schema",
    "secret",
    "secret_acl",
    "secret_scope",
    "secret_uc",
    "share",
    "sql_alert",
    "sql_dashboard",
    "sql_endpoint",
    "sql_global_config",
    "sql_permissions",
    "sql_query",
    "sql_table",
    "sql_visualization",
    "sql_widget",
    "supervisor_agent",
    "supervisor_agent_tool",
    "system_schema",
    "table",
    "tag_policy",
    "token",
    "vector_search_endpoint",
    "vector_search_index",
    "volume",
    "warehouses_default_warehouse_override",
    "workspace_binding",
    "workspace_conf",
    "workspace_entity_tag_assignment",
    "workspace_file",
    "workspace_iam_direct_group_member_v2",
    "workspace_iam_group_v2",
    "workspace_iam_service_principal_v2",
    "workspace_iam_user_v2",
    "workspace_iam_workspace_assignment_v2",
    "workspace_iam_workspace_identity_detail_v2",
    "workspace_setting_v2",
];

/// Data source types of an account, without `databricks_`.
const DATA_ACCOUNT: &[&str] = &[
    "account_federation_policies",
    "account_federation_policy",
    "account_iam_direct_group_member_v2",
    "account_iam_direct_group_members_v2",
    "account_iam_group_v2",
    "account_iam_groups_v2",
    "account_iam_service_principal_v2",
    "account_iam_service_principals_v2",
    "account_iam_user_v2",
    "account_iam_users_v2",
    "account_iam_workspace_assignment_v2",
    "account_iam_workspace_assignments_v2",
    "account_network_policies",
    "account_network_policy",
    "account_setting_user_preference_v2",
    "account_setting_v2",
    "budget_policies",
    "budget_policy",
    "disaster_recovery_failover_group",
    "disaster_recovery_failover_groups",
    "disaster_recovery_stable_url",
    "disaster_recovery_stable_urls",
    "endpoint",
    "endpoints",
    "metastore",
    "metastores",
    "mws_credentials",
    "mws_network_connectivity_config",
    "mws_network_connectivity_configs",
    "mws_workspaces",
    "service_principal_federation_policies",
    "service_principal_federation_policy",
    "workspace_network_option",
];

/// Data source types of both levels, without `databricks_`.
const DATA_BOTH: &[&str] =
    &["current_config", "group", "service_principal", "service_principals", "user", "users"];

/// Data source types of a workspace, without `databricks_`.
const DATA_WORKSPACE: &[&str] = &[
    "ai_gateway_mcp_service",
    "ai_gateway_mcp_services",
    "ai_gateway_model_provider_service",
    "ai_gateway_model_provider_services",
    "ai_gateway_model_service",
    "ai_gateway_model_services",
    "ai_search_endpoint",
    "ai_search_endpoints",
    "ai_search_index",
    "ai_search_indexes",
    "alert_v2",
    "alerts_v2",
    "app",
    "app_space",
    "app_spaces",
    "apps",
    "apps_settings_custom_template",
    "apps_settings_custom_templates",
    "catalog",
    "catalogs",
    "cluster",
    "cluster_pluginframework",
    "cluster_policy",
    "clusters",
    "current_metastore",
    "current_user",
    "dashboards",
    "data_classification_catalog_config",
    "data_quality_monitor",
    "data_quality_monitors",
    "data_quality_refresh",
    "data_quality_refreshes",
    "database_database_catalog",
    "database_database_catalogs",
    "database_instance",
    "database_instances",
    "database_synced_database_table",
    "database_synced_database_tables",
    "dbfs_file",
    "dbfs_file_paths",
    "directory",
    "entity_tag_assignment",
    "entity_tag_assignments",
    "environments_default_workspace_base_environment",
    "environments_workspace_base_environment",
    "environments_workspace_base_environments",
    "external_location",
    "external_locations",
    "external_metadata",
    "external_metadatas",
    "feature_engineering_feature",
    "feature_engineering_features",
    "feature_engineering_kafka_config",
    "feature_engineering_kafka_configs",
    "feature_engineering_materialized_feature",
    "feature_engineering_materialized_features",
    "functions",
    "instance_pool",
    "instance_profiles",
    "job",
    "jobs",
    "knowledge_assistant",
    "knowledge_assistant_knowledge_source",
    "knowledge_assistant_knowledge_sources",
    "knowledge_assistants",
    "materialized_features_feature_tag",
    "materialized_features_feature_tags",
    "mlflow_experiment",
    "mlflow_model",
    "mlflow_models",
    "node_type",
    "notebook",
    "notebook_paths",
    "notification_destinations",
    "online_store",
    "online_stores",
    "pipelines",
    "policy_info",
    "policy_infos",
    "postgres_branch",
    "postgres_branches",
    "postgres_catalog",
    "postgres_cdf_config",
    "postgres_cdf_configs",
    "postgres_cdf_status",
    "postgres_cdf_statuses",
    "postgres_data_api",
    "postgres_database",
    "postgres_databases",
    "postgres_endpoint",
    "postgres_endpoints",
    "postgres_project",
    "postgres_projects",
    "postgres_role",
    "postgres_roles",
    "postgres_synced_table",
    "quality_monitor_v2",
    "quality_monitors_v2",
    "recipients",
    "registered_model",
    "registered_model_versions",
    "rfa_access_request_destinations",
    "schema",
    "schemas",
    "secret_uc",
    "secret_ucs",
    "serving_endpoints",
    "share",
    "shares",
    "spark_version",
    "sql_warehouse",
    "sql_warehouses",
    "storage_credential",
    "storage_credentials",
    "supervisor_agent",
    "supervisor_agent_tool",
    "supervisor_agent_tools",
    "supervisor_agents",
    "table",
    "tables",
    "tag_policies",
    "tag_policy",
    "views",
    "volume",
    "volumes",
    "warehouses_default_warehouse_override",
    "warehouses_default_warehouse_overrides",
    "workspace_entity_tag_assignment",
    "workspace_entity_tag_assignments",
    "workspace_iam_direct_group_member_v2",
    "workspace_iam_direct_group_members_v2",
    "workspace_iam_group_v2",
    "workspace_iam_groups_v2",
    "workspace_iam_service_principal_v2",
    "workspace_iam_service_principals_v2",
    "workspace_iam_user_v2",
    "workspace_iam_users_v2",
    "workspace_iam_workspace_assignment_v2",
    "workspace_iam_workspace_assignments_v2",
    "workspace_iam_workspace_identity_detail_v2",
    "workspace_setting_v2",
    "zones",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Schema;

    #[test]
    fn the_tables_are_sorted_and_disjoint() {
        for tables in [
            [RESOURCES_ACCOUNT, RESOURCES_BOTH, RESOURCES_WORKSPACE],
            [DATA_ACCOUNT, DATA_BOTH, DATA_WORKSPACE],
        ] {
            assert!(tables.iter().all(|t| t.is_sorted_by(|a, b| a < b)));
            let mut all = tables.concat();
            let count = all.len();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), count);
        }
        assert_eq!([RESOURCES_ACCOUNT, RESOURCES_WORKSPACE, RESOURCES_BOTH].map(<[_]>::len), [30, 130, 15]);
    }

    #[test]
    fn every_type_of_the_provider_has_a_level_but_the_policies() {
        for mode in [Mode::Managed, Mode::Data] {
            let mut without = Vec::new();
            let mut count = 0;
            for ty in Schema::embedded().types(mode).filter(|t| t.name.starts_with("databricks_")) {
                count += 1;
                if level(mode, ty.name).is_none() {
                    without.push(ty.name);
                }
            }
            match mode {
                Mode::Managed => assert_eq!((count, without), (175, vec![])),
                Mode::Data => {
                    assert_eq!(count, 186);
                    assert_eq!(without.len(), 5);
                    assert!(
                        without.iter().all(|n| n.starts_with("databricks_aws_") && n.ends_with("_policy"))
                    );
                }
            }
        }
    }

    #[test]
    fn a_type_has_its_level() {
        let cases = [
            (Mode::Managed, "databricks_mws_workspaces", Some(Level::Account)),
            (Mode::Managed, "databricks_job", Some(Level::Workspace)),
            (Mode::Managed, "databricks_storage_credential", Some(Level::Both)),
            (Mode::Data, "databricks_metastores", Some(Level::Account)),
            (Mode::Data, "databricks_current_metastore", Some(Level::Workspace)),
            (Mode::Data, "databricks_aws_bucket_policy", None),
            (Mode::Managed, "aws_iam_role", None),
        ];
        for (mode, name, expected) in cases {
            assert_eq!(level(mode, name), expected, "{name}");
        }
    }

    /// A resource that says which level it manages works with both.
    #[test]
    fn types_with_an_api_argument_are_of_both_levels() {
        for ty in Schema::embedded().types(Mode::Managed).filter(|t| t.attribute("api").is_some()) {
            assert_eq!(level(Mode::Managed, ty.name), Some(Level::Both), "{}", ty.name);
        }
    }
}
