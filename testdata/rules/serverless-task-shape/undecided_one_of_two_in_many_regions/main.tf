# Each region has one of the two, and takes the other away.
variable "region" {
  type = string
}

variable "flags" {
  type = map(string)
}

locals {
  defaults = { id = "0101-120000-orchard1", key = "shared" }
  orchards = {
    north = { id = "0101-120000-orchard1", key = null }
    south = { id = "0202-120000-orchard2", key = null }
    east  = { id = "0303-120000-orchard3", key = null }
    west  = { id = null, key = "shared" }
    coast = { id = null, key = "shared" }
  }
  by_region = merge(local.defaults, local.orchards[var.region])
  by_flag = merge(
    local.defaults,
    try(tobool(var.flags.shared), false) ? { id = null } : null,
    try(tobool(var.flags.shared), false) ? null : { key = null },
  )
}

resource "databricks_job" "press" {
  for_each = { region = local.by_region, flag = local.by_flag }
  name     = each.key

  job_cluster {
    job_cluster_key = "shared"
    new_cluster {
      spark_version = "16.4.x-scala2.12"
      node_type_id  = "m6gd.large"
      num_workers   = 1
    }
  }

  task {
    task_key            = "press"
    existing_cluster_id = each.value.id
    job_cluster_key     = each.value.key # undecided: serverless-task-shape
    spark_python_task {
      python_file = "/Workspace/orchard/press.py"
    }
  }
}
