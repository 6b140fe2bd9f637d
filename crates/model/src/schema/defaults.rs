//! What the Databricks provider plans for arguments that are not written.
//!
//! Every default that the provider's own schemas declare (1.126.0, `Default` of terraform-plugin-sdk), as far as a plan
//! of a new resource holds it: where the provider sees no difference to nothing, the plan has null. A plan holds these
//! values as if they were written. `terraform providers schema` does not print them.

use bricklint_lang::value::Value;

use self::DefaultValue::{Bool, Int, Text};
use crate::instance::Mode;

/// A default of the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DefaultValue {
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Text.
    Text(&'static str),
}

impl DefaultValue {
    /// As a value.
    pub fn value(self) -> Value {
        match self {
            Self::Bool(value) => Value::bool(value),
            Self::Int(value) => Value::number(value),
            Self::Text(value) => Value::string(value),
        }
    }
}

/// The default of an argument, by its path without indexes (`schedule.pause_status`). An argument inside a
/// block has it wherever the block is written.
pub fn default(mode: Mode, type_name: &str, path: &str) -> Option<DefaultValue> {
    let table = match mode {
        Mode::Managed => RESOURCES,
        Mode::Data => DATA,
    };
    let at = table.binary_search_by(|(t, p, _)| (*t, *p).cmp(&(type_name, path))).ok()?;
    table.get(at).map(|(_, _, default)| *default)
}

/// Whether a plan of a resource holds nothing but null, an empty list or an empty set for a block that is not
/// written, and for what is not written inside a block the default, null or what only apply knows. That is so
/// of types that are made with terraform-plugin-sdk, except for the blocks that it computes.
pub fn leaves_out(type_name: &str, path: &str) -> bool {
    let last = path.rsplit('.').next().unwrap_or(path);
    type_name.starts_with("databricks_")
        && last != "provider_config"
        && !OTHER_FRAMEWORK.contains(&type_name)
        && COMPUTED_BLOCKS.binary_search(&(type_name, path)).is_err()
}

/// Types that have blocks and are made with terraform-plugin-framework.
const OTHER_FRAMEWORK: &[&str] = &["databricks_library", "databricks_quality_monitor", "databricks_share"];

/// Blocks that the provider fills in where they are not written (1.126.0, `Optional` and `Computed`), beside
/// `provider_config`, by type and path. `terraform providers schema` does not tell them from others.
#[rustfmt::skip]
const COMPUTED_BLOCKS: &[(&str, &str)] = &[
    ("databricks_catalog", "effective_predictive_optimization_flag"),
    ("databricks_catalog", "provisioning_info"),
    ("databricks_credential", "databricks_gcp_service_account"),
    ("databricks_external_location", "effective_file_event_queue"),
    ("databricks_job", "run_as"),
    ("databricks_metastore_data_access", "databricks_gcp_service_account"),
    ("databricks_mlflow_experiment", "tags"),
    ("databricks_model_serving", "config"),
    ("databricks_model_serving", "config.traffic_config"),
    ("databricks_model_serving_provisioned_throughput", "ai_gateway.guardrails.input.pii"),
    ("databricks_model_serving_provisioned_throughput", "ai_gateway.usage_tracking_config"),
    ("databricks_model_serving_provisioned_throughput", "config.traffic_config"),
    ("databricks_mws_network_connectivity_config", "egress_config"),
    ("databricks_mws_networks", "error_messages"),
    ("databricks_mws_networks", "vpc_endpoints"),
    ("databricks_pipeline", "latest_updates"),
    ("databricks_recipient", "tokens"),
    ("databricks_sql_table", "column"),
    ("databricks_storage_credential", "databricks_gcp_service_account"),
];

/// Of resources, by type and path.
#[rustfmt::skip]
const RESOURCES: &[(&str, &str, DefaultValue)] = &[
    ("databricks_alert", "notify_on_ok", Bool(true)),
    ("databricks_azure_adls_gen1_mount", "spark_conf_prefix", Text("fs.adl")),
    ("databricks_azure_adls_gen2_mount", "environment", Text("PUBLIC")),
    ("databricks_azure_blob_mount", "directory", Text("/")),
    ("databricks_catalog", "force_destroy", Bool(false)),
    ("databricks_catalog_workspace_binding", "binding_type", Text("BINDING_TYPE_READ_WRITE")),
    ("databricks_catalog_workspace_binding", "securable_type", Text("catalog")),
    ("databricks_cluster", "autotermination_minutes", Int(60)),
    ("databricks_cluster", "clear_cloud_attributes_on_remove", Bool(false)),
    ("databricks_cluster", "num_workers", Int(0)),
    ("databricks_cluster", "workload_type.clients.jobs", Bool(true)),
    ("databricks_cluster", "workload_type.clients.notebooks", Bool(true)),
    ("databricks_dashboard", "embed_credentials", Bool(true)),
    ("databricks_dbfs_file", "md5", Text("different")),
    ("databricks_directory", "delete_recursive", Bool(false)),
    ("databricks_entitlements", "allow_cluster_create", Bool(false)),
    ("databricks_entitlements", "allow_instance_pool_create", Bool(false)),
    ("databricks_entitlements", "databricks_sql_access", Bool(false)),
    ("databricks_entitlements", "workspace_access", Bool(false)),
    ("databricks_entitlements", "workspace_consume", Bool(false)),
    ("databricks_file", "md5", Text("different")),
    ("databricks_global_init_script", "enabled", Bool(false)),
    ("databricks_global_init_script", "md5", Text("different")),
    ("databricks_group", "allow_cluster_create", Bool(false)),
    ("databricks_group", "allow_instance_pool_create", Bool(false)),
    ("databricks_group", "databricks_sql_access", Bool(false)),
    ("databricks_group", "workspace_access", Bool(false)),
    ("databricks_group", "workspace_consume", Bool(false)),
    ("databricks_instance_pool", "aws_attributes.availability", Text("SPOT")),
    ("databricks_instance_pool", "aws_attributes.spot_bid_price_percent", Int(100)),
    ("databricks_instance_pool", "azure_attributes.availability", Text("ON_DEMAND_AZURE")),
    ("databricks_instance_pool", "enable_elastic_disk", Bool(true)),
    ("databricks_instance_pool", "gcp_attributes.gcp_availability", Text("ON_DEMAND_GCP")),
    ("databricks_ip_access_list", "enabled", Bool(true)),
    ("databricks_job", "always_running", Bool(false)),
    ("databricks_job", "continuous.pause_status", Text("UNPAUSED")),
    ("databricks_job", "control_run_state", Bool(false)),
    ("databricks_job", "dbt_task.schema", Text("default")),
    ("databricks_job", "job_cluster.new_cluster.num_workers", Int(0)),
    ("databricks_job", "job_cluster.new_cluster.workload_type.clients.jobs", Bool(true)),
    ("databricks_job", "job_cluster.new_cluster.workload_type.clients.notebooks", Bool(true)),
    ("databricks_job", "max_concurrent_runs", Int(1)),
    ("databricks_job", "name", Text("Untitled")),
    ("databricks_job", "new_cluster.num_workers", Int(0)),
    ("databricks_job", "new_cluster.workload_type.clients.jobs", Bool(true)),
    ("databricks_job", "new_cluster.workload_type.clients.notebooks", Bool(true)),
    ("databricks_job", "schedule.pause_status", Text("UNPAUSED")),
    ("databricks_job", "task.dbt_task.schema", Text("default")),
    ("databricks_job", "task.for_each_task.task.dbt_task.schema", Text("default")),
    ("databricks_job", "task.for_each_task.task.new_cluster.num_workers", Int(0)),
    ("databricks_job", "task.for_each_task.task.new_cluster.workload_type.clients.jobs", Bool(true)),
    ("databricks_job", "task.for_each_task.task.new_cluster.workload_type.clients.notebooks", Bool(true)),
    ("databricks_job", "task.new_cluster.num_workers", Int(0)),
    ("databricks_job", "task.new_cluster.workload_type.clients.jobs", Bool(true)),
    ("databricks_job", "task.new_cluster.workload_type.clients.notebooks", Bool(true)),
    ("databricks_job", "trigger.pause_status", Text("UNPAUSED")),
    ("databricks_metastore", "delta_sharing_recipient_token_lifetime_in_seconds", Int(31_536_000)),
    ("databricks_mlflow_webhook", "http_url_spec.enable_ssl_verification", Bool(true)),
    ("databricks_model_serving", "config.served_models.scale_to_zero_enabled", Bool(true)),
    ("databricks_mount", "adl.spark_conf_prefix", Text("fs.adl")),
    ("databricks_mws_private_access_settings", "private_access_level", Text("ACCOUNT")),
    ("databricks_mws_workspaces", "is_no_public_ip_enabled", Bool(true)),
    ("databricks_mws_workspaces", "token.comment", Text("Terraform PAT")),
    ("databricks_mws_workspaces", "token.lifetime_seconds", Int(2_592_000)),
    ("databricks_notebook", "md5", Text("different")),
    ("databricks_pipeline", "channel", Text("CURRENT")),
    ("databricks_pipeline", "edition", Text("ADVANCED")),
    ("databricks_schema", "force_destroy", Bool(false)),
    ("databricks_service_principal", "active", Bool(true)),
    ("databricks_service_principal", "allow_cluster_create", Bool(false)),
    ("databricks_service_principal", "allow_instance_pool_create", Bool(false)),
    ("databricks_service_principal", "databricks_sql_access", Bool(false)),
    ("databricks_service_principal", "workspace_access", Bool(false)),
    ("databricks_service_principal", "workspace_consume", Bool(false)),
    ("databricks_sql_endpoint", "auto_stop_mins", Int(120)),
    ("databricks_sql_endpoint", "channel.name", Text("CHANNEL_NAME_CURRENT")),
    ("databricks_sql_endpoint", "enable_photon", Bool(true)),
    ("databricks_sql_endpoint", "max_num_clusters", Int(1)),
    ("databricks_sql_endpoint", "spot_instance_policy", Text("COST_OPTIMIZED")),
    ("databricks_sql_global_config", "security_policy", Text("DATA_ACCESS_CONTROL")),
    ("databricks_sql_table", "column.nullable", Bool(true)),
    ("databricks_sql_widget", "position.pos_x", Int(0)),
    ("databricks_sql_widget", "position.pos_y", Int(0)),
    ("databricks_table", "column.nullable", Bool(true)),
    ("databricks_user", "active", Bool(true)),
    ("databricks_user", "allow_cluster_create", Bool(false)),
    ("databricks_user", "allow_instance_pool_create", Bool(false)),
    ("databricks_user", "databricks_sql_access", Bool(false)),
    ("databricks_user", "workspace_access", Bool(false)),
    ("databricks_user", "workspace_consume", Bool(false)),
    ("databricks_workspace_binding", "binding_type", Text("BINDING_TYPE_READ_WRITE")),
    ("databricks_workspace_binding", "securable_type", Text("catalog")),
    ("databricks_workspace_file", "md5", Text("different")),
];

/// Of data sources, by type and path; without the entitlements of a group, which are those that it has.
#[rustfmt::skip]
const DATA: &[(&str, &str, DefaultValue)] = &[
    ("databricks_aws_assume_role_policy", "aws_partition", Text("aws")),
    ("databricks_aws_assume_role_policy", "for_log_delivery", Bool(false)),
    ("databricks_aws_bucket_policy", "aws_partition", Text("aws")),
    ("databricks_aws_crossaccount_policy", "aws_partition", Text("aws")),
    ("databricks_aws_crossaccount_policy", "policy_type", Text("managed")),
    ("databricks_aws_unity_catalog_assume_role_policy", "aws_partition", Text("aws")),
    ("databricks_aws_unity_catalog_policy", "aws_partition", Text("aws")),
    ("databricks_cluster", "cluster_info.spec.num_workers", Int(0)),
    ("databricks_cluster", "cluster_info.spec.workload_type.clients.jobs", Bool(true)),
    ("databricks_cluster", "cluster_info.spec.workload_type.clients.notebooks", Bool(true)),
    ("databricks_group", "recursive", Bool(true)),
    ("databricks_job", "job_settings.settings.continuous.pause_status", Text("UNPAUSED")),
    ("databricks_job", "job_settings.settings.dbt_task.schema", Text("default")),
    ("databricks_job", "job_settings.settings.job_cluster.new_cluster.workload_type.clients.jobs", Bool(true)),
    ("databricks_job", "job_settings.settings.job_cluster.new_cluster.workload_type.clients.notebooks", Bool(true)),
    ("databricks_job", "job_settings.settings.name", Text("Untitled")),
    ("databricks_job", "job_settings.settings.new_cluster.workload_type.clients.jobs", Bool(true)),
    ("databricks_job", "job_settings.settings.new_cluster.workload_type.clients.notebooks", Bool(true)),
    ("databricks_job", "job_settings.settings.schedule.pause_status", Text("UNPAUSED")),
    ("databricks_job", "job_settings.settings.task.dbt_task.schema", Text("default")),
    ("databricks_job", "job_settings.settings.task.for_each_task.task.dbt_task.schema", Text("default")),
    ("databricks_job", "job_settings.settings.task.for_each_task.task.new_cluster.workload_type.clients.jobs", Bool(true)),
    ("databricks_job", "job_settings.settings.task.for_each_task.task.new_cluster.workload_type.clients.notebooks", Bool(true)),
    ("databricks_job", "job_settings.settings.task.new_cluster.workload_type.clients.jobs", Bool(true)),
    ("databricks_job", "job_settings.settings.task.new_cluster.workload_type.clients.notebooks", Bool(true)),
    ("databricks_job", "job_settings.settings.trigger.pause_status", Text("UNPAUSED")),
    ("databricks_jobs", "key", Text("name")),
    ("databricks_spark_version", "latest", Bool(true)),
    ("databricks_spark_version", "scala", Text("2.1")),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{AttributeSchema, BodySchema, Schema};
    use bricklint_lang::types::Type;

    fn argument(body: &BodySchema<'_>, path: &str) -> Option<Type> {
        match path.split_once('.') {
            Some((block, rest)) => argument(&body.block(block)?.body, rest),
            None => body.attribute(path).filter(AttributeSchema::is_argument).map(|a| a.ty()),
        }
    }

    #[test]
    fn every_computed_block_is_one() {
        fn block(body: &BodySchema<'_>, path: &str) -> bool {
            match path.split_once('.') {
                Some((block_name, rest)) => body.block(block_name).is_some_and(|b| block(&b.body, rest)),
                None => body.block(path).is_some(),
            }
        }
        assert!(COMPUTED_BLOCKS.is_sorted());
        for (name, path) in COMPUTED_BLOCKS {
            let ty = Schema::embedded().resource(name).unwrap();
            assert!(block(&ty.body, path), "{name}.{path}");
            assert!(!leaves_out(name, path), "{name}.{path}");
        }
        for name in OTHER_FRAMEWORK {
            assert!(Schema::embedded().resource(name).is_some(), "{name}");
        }
        assert!(leaves_out("databricks_job", "task.library"));
        assert!(!leaves_out("databricks_job", "task.library.provider_config"));
        assert!(!leaves_out("aws_s3_bucket", "grant"));
    }

    #[test]
    fn every_default_is_of_an_argument_and_of_its_type() {
        for (mode, table) in [(Mode::Managed, RESOURCES), (Mode::Data, DATA)] {
            assert!(table.is_sorted_by(|a, b| (a.0, a.1) < (b.0, b.1)));
            for (name, path, default) in table {
                let ty = Schema::embedded().find(mode, name).and_then(|t| argument(&t.body, path));
                let fits = match default {
                    Bool(_) => Type::Bool,
                    Int(_) => Type::Number,
                    Text(_) => Type::String,
                };
                assert_eq!(ty, Some(fits), "{name}.{path}");
            }
        }
    }

    #[test]
    fn arguments_have_their_default() {
        let cases = [
            ("databricks_cluster", "autotermination_minutes", Some(Int(60))),
            ("databricks_job", "max_concurrent_runs", Some(Int(1))),
            ("databricks_job", "schedule.pause_status", Some(Text("UNPAUSED"))),
            ("databricks_sql_endpoint", "auto_stop_mins", Some(Int(120))),
            ("databricks_dashboard", "embed_credentials", Some(Bool(true))),
            ("databricks_job", "description", None),
            ("aws_s3_bucket", "force_destroy", None),
        ];
        for (name, path, expected) in cases {
            assert_eq!(default(Mode::Managed, name, path), expected, "{name}.{path}");
        }
        let partition = default(Mode::Data, "databricks_aws_bucket_policy", "aws_partition");
        assert_eq!(partition.map(DefaultValue::value), Some(Value::string("aws")));
    }
}
