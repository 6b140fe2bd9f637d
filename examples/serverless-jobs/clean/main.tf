# All compute is serverless. A task that runs our code names an environment of its job, and the environment pins its
# version and every package, so a run today and a run next month are the same.

data "databricks_group" "operators" {
  display_name = var.operators
}

module "python_job" {
  source   = "./modules/python-job"
  for_each = var.python_jobs

  name                 = "${var.environment}-${each.key}"
  source_root          = local.source_root
  environment_version  = var.environment_version
  dependencies         = concat([local.our_wheel], each.value.dependencies)
  tasks                = each.value.tasks
  cron                 = each.value.cron
  service_principal_id = var.service_principal_id
  operators            = data.databricks_group.operators.display_name
  tags                 = local.tags
}
