terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

# What a run gives, a call passes or an element holds, Terraform sees when it plans.
variable "size" {
  default = "small"
}

variable "mode" {
  default   = "paused"
  sensitive = true
}

variable "none" {
  default = []
}

locals {
  size    = "small"
  schemas = { for i in range(20) : format("s%02d", i) => i < 18 ? "ENABLE" : "enabled" }
  waits   = ["paused"]
}

resource "databricks_sql_endpoint" "given" {
  name         = "given"
  cluster_size = var.size # expect: known-schema
}

module "warehouse" {
  source = "./warehouse"
  for_each = {
    bi  = "Small"
    ops = "small"
    ml  = "large"
  }
  size = each.value
}

# Each of them is looked at, however many there are.
resource "databricks_schema" "many" {
  for_each                       = local.schemas
  name                           = each.key
  catalog_name                   = "main"
  enable_predictive_optimization = each.value # expect: known-schema
}

resource "databricks_job" "secret" {
  name = "secret"
  schedule {
    quartz_cron_expression = "0 0 1 * * ?"
    timezone_id            = "UTC"
    pause_status           = var.mode # expect: known-schema
  }
}

# What is not there is judged as it is written.
resource "databricks_sql_endpoint" "gone" {
  count        = length(var.none)
  name         = "gone"
  cluster_size = local.size # expect: known-schema
}

resource "databricks_sql_endpoint" "local" {
  name         = "local"
  cluster_size = local.size # expect: known-schema
}

resource "databricks_job" "dynamic" {
  name = "dynamic"
  dynamic "schedule" {
    for_each = local.waits
    content {
      quartz_cron_expression = "0 0 1 * * ?"
      timezone_id            = "UTC"
      pause_status           = schedule.value # expect: known-schema
    }
  }
}

resource "databricks_ip_access_list" "element" {
  label        = "office"
  list_type    = "ALLOW"
  ip_addresses = concat(["10.0.0.1"], [var.size]) # expect: known-schema
}
