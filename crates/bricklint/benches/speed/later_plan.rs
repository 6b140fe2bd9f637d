//! Later plans of any size, in the form of `terraform show -json` and with the attributes that the real
//! providers plan: an estate that stands, of which little changes. Its objects are instances of a few blocks in
//! modules, so nearly all of the text is what was, what will be and the state before.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

const DATABRICKS: &str = "registry.terraform.io/databricks/databricks";
const AWS: &str = "registry.terraform.io/hashicorp/aws";

/// How many objects a module call has, of all kinds together.
const TEAM: usize = 60;

/// Writes a plan of about so many bytes.
pub(crate) fn write_later_plan(at: &Path, bytes: usize) -> io::Result<()> {
    let mut written = Sections::default();
    let mut teams = 0;
    while written.size() < bytes {
        written.team(teams);
        teams += 1;
    }
    let mut out = BufWriter::with_capacity(1 << 20, File::create(at)?);
    out.write_all(br#"{"format_version":"1.2","terraform_version":"1.11.4","variables":{"environment":{"value":"prod"}},"planned_values":{"root_module":{"child_modules":["#)?;
    out.write_all(&written.planned)?;
    out.write_all(br#"]}},"resource_changes":["#)?;
    out.write_all(&written.changes)?;
    out.write_all(br#"],"prior_state":{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{"child_modules":["#)?;
    out.write_all(&written.before)?;
    out.write_all(format!(r#"]}}}}}},"configuration":{{"provider_config":{{"databricks":{{"name":"databricks","full_name":"{DATABRICKS}","expressions":{{"host":{{"constant_value":"https://acme.cloud.databricks.com"}}}}}},"aws":{{"name":"aws","full_name":"{AWS}","expressions":{{"region":{{"constant_value":"eu-central-1"}}}}}}}},"root_module":{{"variables":{{"environment":{{}}}},"module_calls":{{"#).as_bytes())?;
    out.write_all(&written.calls)?;
    out.write_all(
        br#"}}},"timestamp":"2026-01-01T00:00:00Z","applyable":true,"complete":true,"errored":false}"#,
    )?;
    out.flush()
}

/// The long lists of a plan.
#[derive(Default)]
struct Sections {
    planned: Vec<u8>,
    changes: Vec<u8>,
    before: Vec<u8>,
    calls: Vec<u8>,
}

impl Sections {
    fn size(&self) -> usize {
        self.planned.len() + self.changes.len() + self.before.len() + self.calls.len()
    }

    /// One module call with its objects.
    fn team(&mut self, team: usize) {
        let module = format!("module.team_{team}");
        for section in [&mut self.planned, &mut self.changes, &mut self.before, &mut self.calls] {
            if !section.is_empty() {
                section.push(b',');
            }
        }
        self.planned.extend_from_slice(br#"{"resources":["#);
        self.before.extend_from_slice(br#"{"resources":["#);
        let (mut planned, mut before, mut changes) = (Vec::new(), Vec::new(), Vec::new());
        for object in (0..TEAM).map(|at| object(team, at)) {
            let Object { ty, name, provider, index, after, sensitive, .. } = &object;
            let named = format!(r#""address":"{module}.{ty}.{name}[\"{index}\"]","#);
            let rest = format!(
                r#""mode":"managed","type":"{ty}","name":"{name}","index":"{index}","provider_name":"{provider}","#
            );
            let was = object.before.as_ref().unwrap_or(after);
            let kept = |values: &str| {
                format!(
                    r#"{{{named}{rest}"schema_version":0,"values":{values},"sensitive_values":{sensitive}}}"#
                )
            };
            planned.push(kept(after));
            let (actions, was, unknown, was_sensitive) = match object.change {
                Change::Create => (r#""create""#, "null", object.unknown, "false"),
                Change::Update => (r#""update""#, was.as_str(), "{}", sensitive.as_str()),
                Change::None => (r#""no-op""#, was.as_str(), "{}", sensitive.as_str()),
            };
            if object.change != Change::Create {
                before.push(kept(was));
            }
            changes.push(format!(
                r#"{{{named}"module_address":"{module}",{rest}"change":{{"actions":[{actions}],"before":{was},"after":{after},"after_unknown":{unknown},"before_sensitive":{was_sensitive},"after_sensitive":{sensitive}}}}}"#
            ));
        }
        self.planned.extend_from_slice(planned.join(",").as_bytes());
        self.before.extend_from_slice(before.join(",").as_bytes());
        self.changes.extend_from_slice(changes.join(",").as_bytes());
        let close = format!(r#"],"address":"{module}"}}"#);
        self.planned.extend_from_slice(close.as_bytes());
        self.before.extend_from_slice(close.as_bytes());
        self.calls.extend_from_slice(call(team).as_bytes());
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Create,
    Update,
    None,
}

/// One object of a plan.
struct Object {
    ty: &'static str,
    name: &'static str,
    provider: &'static str,
    index: String,
    after: String,
    before: Option<String>,
    unknown: &'static str,
    sensitive: String,
    change: Change,
}

fn object(team: usize, at: usize) -> Object {
    let number = team * TEAM + at;
    let change = match number % 40 {
        7 if at > 1 => Change::Create,
        13 | 26 if at > 1 => Change::Update,
        _ => Change::None,
    };
    let index = format!("k{}", at / 6);
    let (ty, provider, after, unknown, sensitive) = match at % 6 {
        0 if at == 0 => (
            "databricks_catalog",
            DATABRICKS,
            catalog(team),
            r#"{"id":true,"metastore_id":true,"owner":true}"#,
            r#"{"effective_predictive_optimization_flag":[],"options":{},"properties":{},"provider_config":[],"provisioning_info":[]}"#.to_owned(),
        ),
        1 if at == 1 => (
            "databricks_grants",
            DATABRICKS,
            catalog_grants(team),
            r#"{"id":true,"grant":[{"privileges":[false]},{"privileges":[false]}]}"#,
            r#"{"grant":[{"privileges":[false]},{"privileges":[false]}],"provider_config":[]}"#.to_owned(),
        ),
        0 => ("databricks_schema", DATABRICKS, schema(team, number, change), r#"{"id":true,"metastore_id":true,"schema_id":true}"#, r#"{"provider_config":[]}"#.to_owned()),
        1 => ("databricks_grants", DATABRICKS, grants(team, number - 1), r#"{"id":true,"grant":[{"privileges":[false,false,false]},{"privileges":[false]}]}"#, r#"{"grant":[{"privileges":[false,false,false]},{"privileges":[false]}],"provider_config":[]}"#.to_owned()),
        2 => ("aws_iam_role", AWS, role(number, change), r#"{"arn":true,"id":true,"unique_id":true}"#, r#"{"inline_policy":[],"managed_policy_arns":[],"tags":{},"tags_all":{}}"#.to_owned()),
        3 => ("aws_s3_bucket", AWS, bucket(number, change), r#"{"arn":true,"id":true}"#, r#"{"cors_rule":[],"grant":[{"permissions":[false]}],"lifecycle_rule":[],"logging":[],"object_lock_configuration":[],"replication_configuration":[],"server_side_encryption_configuration":[{"rule":[{"apply_server_side_encryption_by_default":[{}]}]}],"tags":{},"tags_all":{},"versioning":[{}],"website":[]}"#.to_owned()),
        4 => ("aws_security_group", AWS, security_group(number, change), r#"{"arn":true,"id":true,"owner_id":true}"#, r#"{"egress":[{"cidr_blocks":[false],"ipv6_cidr_blocks":[],"prefix_list_ids":[],"security_groups":[]}],"ingress":[{"cidr_blocks":[],"ipv6_cidr_blocks":[],"prefix_list_ids":[],"security_groups":[false]}],"tags":{},"tags_all":{}}"#.to_owned()),
        _ => ("databricks_job", DATABRICKS, job(number, change), r#"{"id":true,"url":true,"tags":{},"environment":[{"spec":[{"dependencies":[false,false]}]}],"task":[{},{},{}]}"#, job_sensitive()),
    };
    let before = (change == Change::Update).then(|| after.replace("the auditors", "all auditors"));
    let name = if at == 1 { "catalog" } else { "this" };
    Object { ty, name, provider, index, after, before, unknown, sensitive, change }
}

/// What a provider computes: missing while an object does not exist yet.
fn computed(change: Change, members: &str) -> String {
    if change == Change::Create { String::new() } else { members.to_owned() }
}

fn catalog(team: usize) -> String {
    format!(
        r#"{{"browse_only":null,"catalog_type":"MANAGED_CATALOG","comment":"Tables of team {team}, seen by the auditors","connection_name":null,"custom_max_retention_hours":null,"effective_predictive_optimization_flag":[],"enable_predictive_optimization":"INHERIT","force_destroy":false,"full_name":"team_{team}","id":"team_{team}","isolation_mode":"OPEN","metastore_id":"11111111-2222-4333-8444-555555555555","name":"team_{team}","options":null,"owner":"platform-admins","properties":{{"domain":"orders"}},"provider_config":[],"provider_name":null,"provisioning_info":[],"securable_type":"CATALOG","share_name":null,"storage_location":null,"storage_root":"s3://acme-teams/team_{team}"}}"#
    )
}

fn catalog_grants(team: usize) -> String {
    format!(
        r#"{{"catalog":"team_{team}","credential":null,"external_location":null,"foreign_connection":null,"function":null,"grant":[{{"principal":"team-{team}","privileges":["USE_CATALOG"]}},{{"principal":"auditors","privileges":["USE_CATALOG"]}}],"id":"catalog/team_{team}","metastore":null,"model":null,"pipeline":null,"provider_config":[],"recipient":null,"schema":null,"share":null,"storage_credential":null,"table":null,"volume":null}}"#
    )
}

fn schema(team: usize, number: usize, change: Change) -> String {
    let more = computed(
        change,
        &format!(
            r#""id":"team_{team}.schema_{number}","metastore_id":"11111111-2222-4333-8444-555555555555","schema_id":"7c2f8a52-96d1-4a0e-8a3b-{number:012}","#
        ),
    );
    format!(
        r#"{{"catalog_name":"team_{team}","comment":"Tables of team {team}, kept for the auditors until the end of the fiscal year.","enable_predictive_optimization":"INHERIT","force_destroy":false,{more}"name":"schema_{number}","owner":"platform-admins","properties":{{"domain":"orders","number":"{number}"}},"provider_config":[],"storage_root":null}}"#
    )
}

fn grants(team: usize, schema: usize) -> String {
    format!(
        r#"{{"catalog":null,"credential":null,"external_location":null,"foreign_connection":null,"function":null,"grant":[{{"principal":"team-{team}","privileges":["MODIFY","SELECT","USE_SCHEMA"]}},{{"principal":"auditors","privileges":["USE_SCHEMA"]}}],"id":"schema/team_{team}.schema_{schema}","metastore":null,"model":null,"pipeline":null,"provider_config":[],"recipient":null,"schema":"team_{team}.schema_{schema}","share":null,"storage_credential":null,"table":null,"volume":null}}"#
    )
}

fn role(number: usize, change: Change) -> String {
    let more = computed(
        change,
        &format!(
            r#""arn":"arn:aws:iam::123456789012:role/service-{number}","create_date":"2024-05-01T10:00:00Z","id":"service-{number}","unique_id":"AROA{number:017}","#
        ),
    );
    format!(
        r#"{{{more}"assume_role_policy":"{{\"Version\":\"2012-10-17\",\"Statement\":[{{\"Sid\":\"Instances\",\"Effect\":\"Allow\",\"Principal\":{{\"Service\":\"ec2.amazonaws.com\"}},\"Action\":\"sts:AssumeRole\"}}]}}","description":"Service {number}, for the auditors","force_detach_policies":false,"inline_policy":[],"managed_policy_arns":[],"max_session_duration":3600,"name":"service-{number}","name_prefix":"","path":"/","permissions_boundary":"","tags":{{"domain":"orders","environment":"prod"}},"tags_all":{{"domain":"orders","environment":"prod","owner":"platform"}}}}"#
    )
}

fn bucket(number: usize, change: Change) -> String {
    let more = computed(
        change,
        &format!(
            r#""arn":"arn:aws:s3:::acme-orders-{number}","bucket_domain_name":"acme-orders-{number}.s3.amazonaws.com","bucket_regional_domain_name":"acme-orders-{number}.s3.eu-central-1.amazonaws.com","hosted_zone_id":"Z21DNDUVLTQW6Q","id":"acme-orders-{number}","region":"eu-central-1","#
        ),
    );
    format!(
        r#"{{"acceleration_status":"","acl":null,{more}"bucket":"acme-orders-{number}","bucket_prefix":"","cors_rule":[],"force_destroy":false,"grant":[{{"id":"0d26daa60d26daa60d26daa60d26daa60d26daa60d26daa60d26daa60d26daa6","permissions":["FULL_CONTROL"],"type":"CanonicalUser","uri":""}}],"lifecycle_rule":[],"logging":[],"object_lock_configuration":[],"object_lock_enabled":false,"policy":"","replication_configuration":[],"request_payer":"BucketOwner","server_side_encryption_configuration":[{{"rule":[{{"apply_server_side_encryption_by_default":[{{"kms_master_key_id":"","sse_algorithm":"AES256"}}],"bucket_key_enabled":false}}]}}],"tags":{{"domain":"orders","kept":"for the auditors"}},"tags_all":{{"domain":"orders","kept":"for the auditors","owner":"platform"}},"timeouts":null,"versioning":[{{"enabled":true,"mfa_delete":false}}],"website":[],"website_domain":null,"website_endpoint":null}}"#
    )
}

fn security_group(number: usize, change: Change) -> String {
    let more = computed(
        change,
        &format!(
            r#""arn":"arn:aws:ec2:eu-central-1:123456789012:security-group/sg-{number:017}","id":"sg-{number:017}","owner_id":"123456789012","#
        ),
    );
    format!(
        r#"{{{more}"description":"Service {number}, seen by the auditors","egress":[{{"cidr_blocks":["10.0.0.0/8"],"description":"Inside","from_port":443,"ipv6_cidr_blocks":[],"prefix_list_ids":[],"protocol":"tcp","security_groups":[],"self":false,"to_port":443}}],"ingress":[{{"cidr_blocks":[],"description":"Balancers","from_port":8443,"ipv6_cidr_blocks":[],"prefix_list_ids":[],"protocol":"tcp","security_groups":["sg-00000000000000001"],"self":false,"to_port":8443}}],"name":"service-{number}","name_prefix":"","revoke_rules_on_delete":false,"tags":{{"domain":"orders"}},"tags_all":{{"domain":"orders","owner":"platform"}},"timeouts":null,"vpc_id":"vpc-00000000000000001"}}"#
    )
}

fn job(number: usize, change: Change) -> String {
    let more = computed(
        change,
        &format!(r#""id":"{number}","url":"https://acme.cloud.databricks.com/#job/{number}","#),
    );
    let tasks = [task(0), task(1), task(2)].join(",");
    format!(
        r#"{{"always_running":false,"budget_policy_id":null,"continuous":[],"control_run_state":false,"dbt_task":[],"deployment":[],"description":"Numbers are reconciled with the ledger for the auditors, every morning at six.","edit_mode":"UI_LOCKED","email_notifications":[],"environment":[{{"environment_key":"default","spec":[{{"base_environment":null,"client":null,"dependencies":["acme==1.{number}.0","pandera==0.20.4"],"environment_version":"4","java_dependencies":null}}]}}],"existing_cluster_id":null,"format":"MULTI_TASK","git_source":[],"health":[],{more}"job_cluster":[],"library":[],"max_concurrent_runs":1,"max_retries":null,"min_retry_interval_millis":null,"name":"job-{number}","new_cluster":[],"notebook_task":[],"notification_settings":[],"parameter":[],"parent_path":null,"performance_target":"PERFORMANCE_OPTIMIZED","pipeline_task":[],"provider_config":[],"python_wheel_task":[],"queue":[{{"enabled":true}}],"retry_on_timeout":null,"run_as":[{{"group_name":null,"service_principal_name":"5f3c1a52-96d1-4a0e-8a3b-7d5f3e1c9b42","user_name":null}}],"run_job_task":[],"schedule":[{{"pause_status":"UNPAUSED","quartz_cron_expression":"0 0 6 * * ?","sql_condition":[],"timezone_id":"UTC"}}],"spark_jar_task":[],"spark_python_task":[],"spark_submit_task":[],"tags":{{"domain":"orders","environment":"prod"}},"task":[{tasks}],"timeout_seconds":0,"timeouts":null,"trigger":[],"usage_policy_id":null,"webhook_notifications":[]}}"#
    )
}

fn task(at: usize) -> String {
    let depends = match at {
        0 => String::new(),
        _ => format!(r#"{{"outcome":null,"task_key":"t{}"}}"#, at - 1),
    };
    format!(
        r#"{{"ai_runtime_task":[],"alert_task":[],"clean_rooms_notebook_task":[],"compute":[],"condition_task":[],"dashboard_task":[],"dbt_cloud_task":[],"dbt_platform_task":[],"dbt_task":[],"depends_on":[{depends}],"description":"","disable_auto_optimization":false,"disabled":false,"email_notifications":[],"environment_key":"default","existing_cluster_id":"","for_each_task":[],"gen_ai_compute_task":[],"health":[],"job_cluster_key":"","library":[],"max_retries":2,"min_retry_interval_millis":0,"new_cluster":[],"notebook_task":[],"notification_settings":[],"pipeline_task":[],"power_bi_task":[],"python_operator_task":[],"python_wheel_task":[],"retry_on_timeout":false,"run_if":"ALL_SUCCESS","run_job_task":[],"spark_jar_task":[],"spark_python_task":[{{"parameters":["--layer","gold","--environment","prod"],"python_file":"/Workspace/orders/part_{at}.py","source":""}}],"spark_submit_task":[],"sql_task":[],"task_key":"t{at}","timeout_seconds":3600,"webhook_notifications":[]}}"#
    )
}

fn job_sensitive() -> String {
    let task = |depends: &str| {
        format!(
            r#"{{"ai_runtime_task":[],"alert_task":[],"clean_rooms_notebook_task":[],"compute":[],"condition_task":[],"dashboard_task":[],"dbt_cloud_task":[],"dbt_platform_task":[],"dbt_task":[],"depends_on":[{depends}],"email_notifications":[],"for_each_task":[],"gen_ai_compute_task":[],"health":[],"library":[],"new_cluster":[],"notebook_task":[],"notification_settings":[],"pipeline_task":[],"power_bi_task":[],"python_operator_task":[],"python_wheel_task":[],"run_job_task":[],"spark_jar_task":[],"spark_python_task":[{{"parameters":[false,false,false,false]}}],"spark_submit_task":[],"sql_task":[],"webhook_notifications":[]}}"#
        )
    };
    let tasks = [task(""), task("{}"), task("{}")].join(",");
    format!(
        r#"{{"continuous":[],"dbt_task":[],"deployment":[],"email_notifications":[],"environment":[{{"spec":[{{"dependencies":[false,false]}}]}}],"git_source":[],"health":[],"job_cluster":[],"library":[],"new_cluster":[],"notebook_task":[],"notification_settings":[],"parameter":[],"pipeline_task":[],"provider_config":[],"python_wheel_task":[],"queue":[{{}}],"run_as":[{{}}],"run_job_task":[],"schedule":[{{"sql_condition":[]}}],"spark_jar_task":[],"spark_python_task":[],"spark_submit_task":[],"tags":{{}},"task":[{tasks}],"trigger":[],"webhook_notifications":[]}}"#
    )
}

/// A module call with the blocks that its objects are instances of.
fn call(team: usize) -> String {
    let resource = |ty: &str, provider: &str, over: &str, expressions: &str| {
        let (ty, name) = ty.split_once('.').unwrap_or((ty, "this"));
        format!(
            r#"{{"address":"{ty}.{name}","mode":"managed","type":"{ty}","name":"{name}","provider_config_key":"{provider}","expressions":{{{expressions}}},"schema_version":0,"for_each_expression":{{"references":["var.{over}"]}}}}"#
        )
    };
    let written = |at: usize| {
        let depends = if at == 0 { "" } else { r#""depends_on":[{"task_key":{}}],"# };
        format!(
            r#"{{{depends}"task_key":{{"constant_value":"t{at}"}},"environment_key":{{"constant_value":"default"}},"max_retries":{{"constant_value":2}},"timeout_seconds":{{"constant_value":3600}},"spark_python_task":[{{"parameters":{{"references":["var.parameters"]}},"python_file":{{"constant_value":"/Workspace/orders/part_{at}.py"}}}}]}}"#
        )
    };
    let tasks = [written(0), written(1), written(2)].join(",");
    let resources = [
        resource(
            "databricks_catalog",
            "databricks",
            "catalogs",
            r#""comment":{"references":["var.team"]},"name":{"references":["var.catalog"]},"owner":{"references":["var.owner"]},"storage_root":{"references":["var.catalog"]}"#,
        ),
        resource(
            "databricks_grants.catalog",
            "databricks",
            "catalogs",
            r#""catalog":{"references":["databricks_catalog.this","each.key"]},"grant":[{"principal":{"references":["var.team"]},"privileges":{"constant_value":["USE_CATALOG"]}},{"principal":{"constant_value":"auditors"},"privileges":{"constant_value":["USE_CATALOG"]}}]"#,
        ),
        resource("databricks_schema", "databricks", "schemas", r#""catalog_name":{"references":["var.catalog"]},"comment":{"references":["var.catalog"]},"name":{"references":["each.key"]},"owner":{"references":["var.owner"]},"properties":{"references":["each.value"]}"#),
        resource("databricks_grants", "databricks", "schemas", r#""schema":{"references":["databricks_schema.this","each.key"]},"grant":[{"principal":{"references":["var.team"]},"privileges":{"constant_value":["USE_SCHEMA","SELECT","MODIFY"]}},{"principal":{"constant_value":"auditors"},"privileges":{"constant_value":["USE_SCHEMA"]}}]"#),
        resource("aws_iam_role", "aws", "services", r#""assume_role_policy":{"references":["data.aws_iam_policy_document.trust.json","data.aws_iam_policy_document.trust"]},"description":{"references":["each.key"]},"name":{"references":["each.key"]},"tags":{"references":["var.tags"]}"#),
        resource("aws_s3_bucket", "aws", "buckets", r#""bucket":{"references":["each.key"]},"tags":{"references":["var.tags"]}"#),
        resource("aws_security_group", "aws", "services", r#""description":{"references":["each.key"]},"egress":{"references":["var.egress"]},"ingress":{"references":["var.ingress"]},"name":{"references":["each.key"]},"vpc_id":{"references":["var.vpc_id"]}"#),
        resource("databricks_job", "databricks", "jobs", &format!(r#""name":{{"references":["each.key"]}},"description":{{"references":["each.value"]}},"tags":{{"references":["var.tags"]}},"environment":[{{"environment_key":{{"constant_value":"default"}},"spec":[{{"environment_version":{{"constant_value":"4"}},"dependencies":{{"references":["each.value"]}}}}]}}],"queue":[{{"enabled":{{"constant_value":true}}}}],"run_as":[{{"service_principal_name":{{"references":["var.owner"]}}}}],"task":[{tasks}],"schedule":[{{"pause_status":{{"constant_value":"UNPAUSED"}},"quartz_cron_expression":{{"constant_value":"0 0 6 * * ?"}},"timezone_id":{{"constant_value":"UTC"}}}}],"max_concurrent_runs":{{"constant_value":1}}"#)),
    ]
    .join(",");
    let variables = [
        "catalog",
        "owner",
        "team",
        "catalogs",
        "schemas",
        "services",
        "buckets",
        "jobs",
        "tags",
        "egress",
        "ingress",
        "vpc_id",
        "parameters",
    ]
    .map(|name| format!(r#""{name}":{{}}"#))
    .join(",");
    format!(
        r#""team_{team}":{{"source":"./modules/team","expressions":{{"catalog":{{"constant_value":"team_{team}"}},"owner":{{"constant_value":"platform-admins"}},"team":{{"constant_value":"team-{team}"}},"catalogs":{{"references":["local.teams"]}},"schemas":{{"references":["local.teams"]}},"services":{{"references":["local.teams"]}},"buckets":{{"references":["local.teams"]}},"jobs":{{"references":["local.teams"]}},"tags":{{"references":["local.tags"]}},"egress":{{"references":["local.egress"]}},"ingress":{{"references":["local.ingress"]}},"vpc_id":{{"references":["var.environment"]}},"parameters":{{"references":["local.parameters"]}}}},"module":{{"resources":[{resources}],"variables":{{{variables}}}}}}}"#
    )
}
