//! First plans of any size: everything is created, every object is small and has a block of its own in the configuration.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

const HEAD: &str =
    r#"{"format_version":"1.2","terraform_version":"1.11.4","variables":{"environment":{"value":"prod"}},"#;
const PROVIDER: &str = "registry.terraform.io/databricks/databricks";

/// Writes a plan of about so many bytes.
pub(crate) fn write_first_plan(at: &Path, bytes: usize) -> io::Result<()> {
    if let Some(parent) = at.parent() {
        std::fs::create_dir_all(parent)?;
    }
    let sample = 64;
    let mut size = 0;
    for number in 0..sample {
        size += planned(number).len() + change(number).len() + configured(number).len() + 3;
    }
    let count = (bytes * sample / size.max(1)).max(1);
    let mut out = BufWriter::with_capacity(1 << 20, File::create(at)?);
    out.write_all(HEAD.as_bytes())?;
    out.write_all(br#""planned_values":{"root_module":{"resources":["#)?;
    list(&mut out, count, planned)?;
    out.write_all(br#"]}},"resource_changes":["#)?;
    list(&mut out, count, change)?;
    out.write_all(br#"],"configuration":{"provider_config":{"databricks":{"name":"databricks","full_name":"registry.terraform.io/databricks/databricks","expressions":{"host":{"constant_value":"https://acme.cloud.databricks.com"}}}},"root_module":{"variables":{"environment":{}},"resources":["#)?;
    list(&mut out, count, configured)?;
    out.write_all(
        br#"]}},"timestamp":"2026-01-01T00:00:00Z","applyable":true,"complete":true,"errored":false}"#,
    )?;
    out.flush()
}

fn list(out: &mut impl Write, count: usize, item: fn(usize) -> String) -> io::Result<()> {
    for number in 0..count {
        if number > 0 {
            out.write_all(b",")?;
        }
        out.write_all(item(number).as_bytes())?;
    }
    Ok(())
}

/// Type, attributes that are known, attributes that are not, and the expressions they come from.
fn resource(number: usize) -> (&'static str, String, &'static str, String) {
    match number {
        0 => (
            "databricks_catalog",
            r#""name":"main","comment":"Tables of all teams.","isolation_mode":null"#.to_owned(),
            r#""id":true,"metastore_id":true,"owner":true,"isolation_mode":true"#,
            r#""name":{"constant_value":"main"},"comment":{"constant_value":"Tables"}"#.to_owned(),
        ),
        1 => (
            "databricks_grants",
            r#""catalog":"main","schema":null,"grant":[{"principal":"account users","privileges":["USE_CATALOG"]}],"metastore":null,"volume":null"#.to_owned(),
            r#""id":true,"grant":[{"privileges":[false]}]"#,
            r#""catalog":{"references":["databricks_catalog.r0.name","databricks_catalog.r0"]},"grant":[{"principal":{"constant_value":"account users"},"privileges":{"constant_value":["USE_CATALOG"]}}]"#.to_owned(),
        ),
        _ => repeated(number),
    }
}

fn repeated(number: usize) -> (&'static str, String, &'static str, String) {
    match number % 4 {
        0 => (
            "databricks_volume",
            format!(
                r#""catalog_name":"main","schema_name":"schema_{0}","name":"volume_{number}","volume_type":"MANAGED","comment":null,"storage_location":null"#,
                number + 1
            ),
            r#""id":true,"owner":true,"volume_path":true"#,
            format!(
                r#""catalog_name":{{"references":["databricks_catalog.r0.name","databricks_catalog.r0"]}},"schema_name":{{"references":["databricks_schema.r{0}.name","databricks_schema.r{0}"]}},"name":{{"constant_value":"volume_{number}"}},"volume_type":{{"constant_value":"MANAGED"}}"#,
                number + 1
            ),
        ),
        1 => (
            "databricks_schema",
            format!(
                r#""catalog_name":"main","comment":"Tables of team {number}, kept for the auditors until the end of the fiscal year.","enable_predictive_optimization":null,"force_destroy":null,"name":"schema_{number}","properties":{{"domain":"orders","number":"{number}"}}"#
            ),
            r#""id":true,"metastore_id":true,"owner":true,"schema_id":true,"properties":{}"#,
            format!(
                r#""catalog_name":{{"references":["databricks_catalog.r0.name","databricks_catalog.r0"]}},"comment":{{"constant_value":"Tables"}},"name":{{"constant_value":"schema_{number}"}},"properties":{{}}"#
            ),
        ),
        2 => (
            "databricks_grants",
            format!(
                r#""catalog":null,"schema":"main.schema_{0}","grant":[{{"principal":"team-{1}","privileges":["USE_SCHEMA","SELECT","MODIFY"]}},{{"principal":"account users","privileges":["USE_SCHEMA"]}}],"metastore":null,"volume":null"#,
                number - 1,
                number - 2
            ),
            r#""id":true,"grant":[{"privileges":[false,false,false]},{"privileges":[false]}]"#,
            format!(
                r#""schema":{{"references":["databricks_schema.r{0}.id","databricks_schema.r{0}"]}},"grant":[{{"principal":{{"constant_value":"team-{1}"}},"privileges":{{"constant_value":["USE_SCHEMA","SELECT","MODIFY"]}}}},{{"principal":{{"constant_value":"account users"}},"privileges":{{"constant_value":["USE_SCHEMA"]}}}}]"#,
                number - 1,
                number - 2
            ),
        ),
        _ => {
            let task = |at: usize| {
                format!(
                    r#"{{"task_key":"t{at}","environment_key":"default","description":null,"existing_cluster_id":null,"job_cluster_key":null,"max_retries":2,"min_retry_interval_millis":null,"timeout_seconds":3600,"depends_on":[],"library":[],"new_cluster":[],"notebook_task":[],"spark_python_task":[{{"parameters":["--layer","gold","--environment","prod"],"python_file":"/Workspace/orders/part_{at}.py","source":null}}],"webhook_notifications":[]}}"#
                )
            };
            let written = |at: usize| {
                format!(
                    r#"{{"task_key":{{"constant_value":"t{at}"}},"environment_key":{{"constant_value":"default"}},"max_retries":{{"constant_value":2}},"timeout_seconds":{{"constant_value":3600}},"spark_python_task":[{{"parameters":{{"references":["local.parameters"]}},"python_file":{{"constant_value":"/Workspace/orders/part_{at}.py"}}}}]}}"#
                )
            };
            (
                "databricks_job",
                format!(
                    r#""name":"job-{number}","description":"Numbers are reconciled with the ledger every morning at six.","max_concurrent_runs":1,"tags":{{"domain":"orders","environment":"prod"}},"environment":[{{"environment_key":"default","spec":[{{"client":null,"environment_version":"2","dependencies":["acme==1.{number}.0"]}}]}}],"job_cluster":[],"task":[{},{},{}],"schedule":[{{"pause_status":"UNPAUSED","quartz_cron_expression":"0 0 6 * * ?","timezone_id":"UTC"}}]"#,
                    task(0),
                    task(1),
                    task(2)
                ),
                r#""id":true,"url":true,"format":true,"tags":{}"#,
                format!(
                    r#""name":{{"references":["local.prefix"]}},"description":{{"constant_value":"Numbers"}},"tags":{{"references":["local.tags"]}},"environment":[{{"environment_key":{{"constant_value":"default"}},"spec":[{{"environment_version":{{"constant_value":"2"}},"dependencies":{{"references":["local.packages"]}}}}]}}],"task":[{},{},{}],"schedule":[{{"timezone_id":{{"constant_value":"UTC"}}}}],"max_concurrent_runs":{{"constant_value":{number}}}"#,
                    written(0),
                    written(1),
                    written(2)
                ),
            )
        }
    }
}

fn planned(number: usize) -> String {
    let (ty, values, _, _) = resource(number);
    format!(
        r#"{{"address":"{ty}.r{number}","mode":"managed","type":"{ty}","name":"r{number}","provider_name":"{PROVIDER}","schema_version":0,"values":{{{values}}},"sensitive_values":{{}}}}"#
    )
}

fn change(number: usize) -> String {
    let (ty, values, unknown, _) = resource(number);
    format!(
        r#"{{"address":"{ty}.r{number}","mode":"managed","type":"{ty}","name":"r{number}","provider_name":"{PROVIDER}","change":{{"actions":["create"],"before":null,"after":{{{values}}},"after_unknown":{{{unknown}}},"before_sensitive":false,"after_sensitive":{{}}}}}}"#
    )
}

fn configured(number: usize) -> String {
    let (ty, _, _, expressions) = resource(number);
    format!(
        r#"{{"address":"{ty}.r{number}","mode":"managed","type":"{ty}","name":"r{number}","provider_config_key":"databricks","expressions":{{{expressions}}},"schema_version":0}}"#
    )
}
