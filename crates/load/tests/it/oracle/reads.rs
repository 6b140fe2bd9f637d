//! What references read from nested blocks, against plans of the real Databricks provider.

use std::fmt::Write;

use super::blocks::{PROVIDER, terraformrc};
use super::{Case, difference, ours, terraform, theirs};
use crate::support::options;

/// Resources with blocks of every kind.
const RESOURCES: &str = r#"
variable "libs" {
  default = ["x", "y"]
}
variable "pin" {
  default   = "hunter2"
  sensitive = true
}
resource "databricks_group" "u" {
  display_name = "u"
}
resource "databricks_job" "j" {
  name = "x"
  task {
    task_key = "a"
  }
  task {
    task_key    = "b"
    description = null
    notebook_task {
      notebook_path   = "/x"
      base_parameters = { n = 1 }
    }
    dynamic "library" {
      for_each = var.libs
      content { whl = library.value }
    }
    new_cluster {
      spark_version = "15.4.x-scala2.12"
      num_workers   = "2"
      spark_conf    = { a = true }
      aws_attributes { zone_id = "auto" }
    }
  }
  task {
    task_key            = "c"
    existing_cluster_id = databricks_group.u.id
    timeout_seconds     = "60"
  }
  job_cluster {
    job_cluster_key = "k"
    new_cluster {
      spark_version = "15.4.x-scala2.12"
      autoscale {
        min_workers = 1
        max_workers = 3
      }
    }
  }
  schedule {
    quartz_cron_expression = "0 0 0 * * ?"
    timezone_id            = "UTC"
  }
  timeouts { create = "5m" }
}
resource "databricks_job" "none" {
  name = "none"
  dynamic "task" {
    for_each = []
    content { task_key = task.value }
  }
}
resource "databricks_job" "open" {
  name = "open"
  task { task_key = "first" }
  dynamic "task" {
    for_each = toset([databricks_group.u.id])
    content { task_key = task.value }
  }
  dynamic "parameter" {
    for_each = ["p", "q"]
    content {
      name    = parameter.value
      default = databricks_group.u.id
    }
  }
}
resource "databricks_job" "secret" {
  name = "secret"
  task {
    task_key    = "a"
    description = var.pin
  }
}
resource "databricks_cluster" "c" {
  spark_version = "15.4.x-scala2.12"
  num_workers   = 1
  library { whl = "w" }
  library {
    pypi { package = "p" }
  }
}
resource "databricks_grants" "g" {
  catalog = "c"
  grant {
    principal  = "b"
    privileges = ["SELECT", "MODIFY"]
  }
  grant {
    principal  = "a"
    privileges = ["SELECT"]
  }
}
resource "databricks_permissions" "p" {
  cluster_id = "x"
  access_control {
    group_name       = "a"
    permission_level = "CAN_RESTART"
  }
  access_control {
    user_name        = "b"
    permission_level = "CAN_MANAGE"
  }
}
resource "databricks_access_control_rule_set" "r" {
  name = "accounts/00000000-0000-0000-0000-000000000001/groups/y/ruleSets/default"
  grant_rules { role = "roles/group.manager" }
}
resource "databricks_instance_pool" "i" {
  instance_pool_name                    = "x"
  idle_instance_autotermination_minutes = 1
  node_type_id                          = "x"
  preloaded_docker_image { url = "u" }
  disk_spec { disk_count = 1 }
}
resource "databricks_sql_endpoint" "w" {
  name         = "w"
  cluster_size = "Small"
  tags {
    custom_tags {
      key   = "a"
      value = "b"
    }
  }
}
resource "databricks_pipeline" "d" {
  name = "d"
  cluster {
    label = "default"
    autoscale {
      min_workers = 1
      max_workers = 2
    }
  }
  library {
    notebook { path = "/n" }
  }
  notification {
    alerts           = ["on-update-failure"]
    email_recipients = ["a@example.com"]
  }
}
resource "databricks_model_serving" "m" {
  name = "x"
  config {
    served_entities { entity_name = "e" }
  }
  tags { key = "t" }
}
resource "databricks_storage_credential" "s" {
  name = "s"
  aws_iam_role { role_arn = "arn:aws:iam::123456789012:role/r" }
}
resource "databricks_mws_workspaces" "m" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "w"
  aws_region     = "eu-west-1"
  token { comment = "c" }
}

# Expansion over blocks.
resource "databricks_group" "by_count" {
  count        = length(databricks_grants.g.grant)
  display_name = "x"
}
resource "databricks_group" "by_set" {
  for_each     = toset([for g in databricks_grants.g.grant : g.principal])
  display_name = each.key
}
resource "databricks_group" "by_splat" {
  for_each     = toset(databricks_job.j.task[*].task_key)
  display_name = each.key
}
resource "databricks_group" "by_map" {
  for_each     = { for t in databricks_job.j.task : t.task_key => length(t.library) if length(t.library) > 0 }
  display_name = "${each.key}-${each.value}"
}
resource "databricks_group" "absent" {
  count        = length(databricks_cluster.c.autoscale) > 0 ? 1 : 0
  display_name = "x"
}
resource "databricks_group" "present" {
  count        = one(databricks_job.j.schedule) == null ? 0 : 1
  display_name = "x"
}
resource "databricks_group" "of_module" {
  for_each     = toset(module.m.job.task[*].task_key)
  display_name = each.key
}
resource "databricks_job" "copy" {
  name = "copy"
  dynamic "task" {
    for_each = databricks_job.j.task
    content {
      task_key = "copy-${task.value.task_key}"
      dynamic "library" {
        for_each = task.value.library
        content { whl = library.value.whl }
      }
    }
  }
}
module "m" {
  source = "./m"
}
"#;

/// A module that hands on a whole resource.
const MODULE: &str = r#"
resource "databricks_job" "j" {
  name = "m"
  task { task_key = "inner" }
  task { task_key = "other" }
}
output "job" { value = databricks_job.j }
output "tasks" { value = databricks_job.j.task }
"#;

/// What is read.
const READS: &[&str] = &[
    // Lists of blocks.
    "databricks_job.j.task[*].task_key",
    "databricks_job.j.task.*.task_key",
    "[for t in databricks_job.j.task : t.task_key]",
    "[for i, t in databricks_job.j.task : \"${i}-${t.task_key}\"]",
    "length(databricks_job.j.task)",
    "databricks_job.j.task[1].task_key",
    "databricks_job.j.task[1]",
    "databricks_job.j.task",
    "databricks_job.j.task.1.notebook_task.0.notebook_path",
    "databricks_job.j.task[length(databricks_job.j.task) - 1].task_key",
    "{ for t in databricks_job.j.task : t.task_key => t.description }",
    "[for t in databricks_job.j.task : t.task_key if length(t.notebook_task) > 0]",
    "flatten([for t in databricks_job.j.task : [for l in t.library : l.whl]])",
    "databricks_job.j.task[1].library[*].whl",
    "databricks_job.j.task[1].library[1].whl",
    "databricks_job.j.task[*].library",
    "databricks_job.j.job_cluster[0].new_cluster[0].autoscale[0].max_workers",
    "one(databricks_job.j.job_cluster[*]).job_cluster_key",
    "databricks_job.j.task[1].new_cluster[0]",
    "databricks_job.j.task[1].new_cluster[0].aws_attributes",
    "databricks_job.j.task[1].notebook_task[0].base_parameters",
    "one(databricks_job.j.schedule).pause_status",
    "databricks_job.j.timeouts.create",
    "databricks_job.j.timeouts.update",
    "databricks_cluster.c.timeouts",
    "concat(databricks_job.j.task, module.m.job.task)[*].task_key",
    "reverse(databricks_job.j.task)[0].task_key",
    "element(databricks_job.j.task, 4).task_key",
    "slice(databricks_job.j.task, 0, 1)[0].task_key",
    "jsonencode(databricks_job.none.task)",
    "contains(databricks_job.j.task[*].task_key, \"b\")",
    "join(\",\", databricks_job.j.task[*].task_key)",
    "databricks_job.j.schedule == []",
    "databricks_job.none.schedule == []",
    "true ? databricks_job.j.task : databricks_job.none.task",
    "length(false ? databricks_job.j.task : databricks_job.none.task)",
    "lookup(databricks_job.j.task[0], \"task_key\", \"no\")",
    "merge(databricks_job.j.task[0], { task_key = \"z\" }).task_key",
    "keys(databricks_job.j.schedule[0])",
    // What is not written.
    "databricks_job.j.task[0].description",
    "databricks_job.j.task[1].description",
    "databricks_job.j.task[0].timeout_seconds",
    "databricks_job.j.task[2].timeout_seconds",
    "databricks_job.j.task[0].retry_on_timeout",
    "databricks_job.j.task[*].existing_cluster_id",
    "databricks_job.j.task[0].notebook_task",
    "length(databricks_job.j.task[0].library)",
    "try(databricks_job.j.task[5].task_key, \"none\")",
    "try(databricks_job.j.task[0].notebook_task[0].notebook_path, \"nb\")",
    "try(databricks_cluster.c.autoscale[0].min_workers, 0)",
    "length(databricks_cluster.c.autoscale) > 0",
    "one(databricks_cluster.c.autoscale[*].min_workers)",
    "databricks_cluster.c.autoscale",
    "length(databricks_job.none.task)",
    "databricks_job.none.task[*].task_key",
    "databricks_job.none.run_as",
    "length(databricks_job.none.run_as)",
    "databricks_job.none.provider_config",
    "databricks_job.none.email_notifications",
    "databricks_cluster.c",
    "databricks_cluster.c.is_pinned",
    "coalescelist(databricks_job.none.task, [\"d\"])",
    // Blocks that are not all known.
    "databricks_job.open.task",
    "length(databricks_job.open.task)",
    "databricks_job.open.task[0].task_key",
    "try(databricks_job.open.task[0].task_key, \"no\")",
    "databricks_job.open.parameter[*].name",
    "databricks_job.open.parameter[1].default",
    "length(databricks_job.open.parameter)",
    "databricks_model_serving.m.config[0].traffic_config",
    "databricks_model_serving.m.config[0].served_entities[0].entity_name",
    "databricks_model_serving.m.config[0].served_entities[0].workload_type",
    // Sets of blocks.
    "[for g in databricks_grants.g.grant : g.principal]",
    "length(databricks_grants.g.grant)",
    "databricks_grants.g.grant[*].principal",
    "databricks_grants.g.grant",
    "{ for g in databricks_grants.g.grant : g.principal => g.privileges }",
    "sort(flatten(databricks_grants.g.grant[*].privileges))",
    "tolist(databricks_grants.g.grant)[0].principal",
    "databricks_permissions.p.access_control",
    "[for a in databricks_permissions.p.access_control : a.user_name]",
    "databricks_cluster.c.library",
    "[for l in databricks_cluster.c.library : l.whl if l.whl != \"\"]",
    "flatten(databricks_cluster.c.library[*].pypi)",
    "databricks_access_control_rule_set.r.grant_rules",
    "one(databricks_access_control_rule_set.r.grant_rules).role",
    "databricks_instance_pool.i.preloaded_docker_image",
    "databricks_instance_pool.i.disk_spec",
    "databricks_model_serving.m.tags",
    // Other types.
    "databricks_sql_endpoint.w.no_wait",
    "databricks_sql_endpoint.w.tags",
    "databricks_sql_endpoint.w.channel",
    "databricks_pipeline.d.cluster",
    "databricks_pipeline.d.library[0].notebook[0].path",
    "databricks_pipeline.d.notification",
    "databricks_pipeline.d.gateway_definition",
    "databricks_storage_credential.s.aws_iam_role",
    "databricks_storage_credential.s.azure_service_principal",
    "databricks_storage_credential.s.databricks_gcp_service_account",
    "databricks_mws_workspaces.m.gke_config",
    "nonsensitive(databricks_mws_workspaces.m.token[0].comment)",
    // Through a module.
    "module.m.job.task[0].task_key",
    "module.m.job.task[*].task_key",
    "module.m.tasks[1].task_key",
    "length(module.m.job.schedule)",
    "[for t in module.m.tasks : t.task_key]",
    // Secrets.
    "nonsensitive(databricks_job.secret.task[0].description)",
    "databricks_job.secret.task[*].task_key",
];

/// What Terraform refuses to read.
const REFUSED: &[&str] = &[
    "databricks_job.j.task[5].task_key",
    "databricks_cluster.c.autoscale[0].min_workers",
    "databricks_job.j.task[0].notebook_task[0].notebook_path",
    "databricks_grants.g.grant[0].principal",
    "databricks_job.j.task[0].no_such",
    "databricks_job.j.task.task_key",
    "databricks_job.secret.task[0].description",
    "databricks_cluster.c.timeouts.create",
    "one(databricks_job.j.task).task_key",
];

fn case(main: &str, terraformrc: &str) -> Case {
    let required = PROVIDER.split("provider \"").next().unwrap();
    Case {
        files: vec![
            ("main.tf".into(), format!("{PROVIDER}{RESOURCES}{main}")),
            ("m/main.tf".into(), format!("{required}{MODULE}")),
        ],
        options: options(),
        args: Vec::new(),
        env: vec![("TF_CLI_CONFIG_FILE".into(), terraformrc.into())],
    }
}

#[test]
fn blocks_read_as_in_a_plan_with_the_provider() {
    if !terraform() {
        return;
    }
    let Some(terraformrc) = terraformrc() else { return };
    let mut outputs = String::new();
    for (at, read) in READS.iter().enumerate() {
        writeln!(outputs, "output \"o{at}\" {{\n  value = {read}\n}}").unwrap();
    }
    let case = case(&outputs, &terraformrc);
    let plan = theirs(&case).unwrap();
    let stack = ours(&case);
    let wrong = difference(&plan, &stack);
    eprintln!("{} expressions over blocks compared with the provider", READS.len());
    assert!(wrong.is_empty(), "oN is expression N\n{wrong}");
}

#[test]
fn what_terraform_does_not_read_from_blocks_is_a_problem() {
    let output = |at: usize, read: &str| format!("output \"o{at}\" {{\n  value = {read}\n}}\n");
    for read in REFUSED {
        let stack = ours(&case(&output(0, read), ""));
        // Of secrets a rule speaks.
        assert_eq!(stack.problems.is_empty(), read.contains("secret"), "{read}: {:?}", stack.problems);
    }
    if !terraform() {
        return;
    }
    let Some(terraformrc) = terraformrc() else { return };
    // What is refused before the plan hides the rest.
    let mut left: Vec<(usize, &str)> = REFUSED.iter().copied().enumerate().collect();
    while !left.is_empty() {
        let outputs: String = left.iter().map(|(at, read)| output(*at, read)).collect();
        let error = theirs(&case(&outputs, &terraformrc)).err().unwrap_or_default();
        let before = left.len();
        left.retain(|(at, _)| !error.contains(&format!("\"o{at}\"")));
        assert!(left.len() < before, "terraform reads {left:?}: {error}");
    }
}
