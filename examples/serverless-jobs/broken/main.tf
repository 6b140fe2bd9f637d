# The jobs of ../clean with the mistakes that were made on the way there. Each line that must be reported names its rule.

data "databricks_group" "operators" {
  display_name = var.operators
}

module "python_job" {
  source   = "./modules/python-job"
  for_each = var.python_jobs

  name                 = "${var.environment}-${each.key}"
  source_root          = local.source_root
  dependencies         = concat([local.our_wheel], each.value.dependencies)
  tasks                = each.value.tasks
  cron                 = each.value.cron
  service_principal_id = var.service_principal_id
  operators            = data.databricks_group.operators.display_name
  tags                 = local.tags
}
