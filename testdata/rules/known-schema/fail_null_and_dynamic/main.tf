terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "name" {
  type    = string
  default = null
}

locals {
  nothing = null
  windows = ["1", "2"]
}

resource "databricks_schema" "by_local" {
  catalog_name = "main"
  name         = local.nothing # expect: known-schema
}

resource "databricks_schema" "by_hand" {
  catalog_name = null # expect: known-schema
  name         = var.name
}

resource "databricks_job" "dynamic" {
  name = "etl"
  dynamic "task" { # expect: known-schema
    for_each = local.windows
  }
  dynamic "parameter" { # expect: known-schema
    content {
      name    = "a"
      default = "b"
    }
  }
  dynamic "job_cluster" {
    for_each = local.windows
    itertor  = "cluster" # expect: known-schema
    labels   = []        # expect: known-schema
    content {
      job_cluster_key = job_cluster.value
      new_cluster {
        spark_version = "15.4.x-scala2.12"
      }
    }
  }
}

resource "databricks_job" "twice" {
  name = "twice"
  dynamic "schedule" {
    for_each = local.windows
    content { # expect: known-schema
      quartz_cron_expression = "0 0 ${schedule.value} * * ?"
      timezone_id            = "UTC"
    }
  }
}

resource "databricks_catalog" "id" {
  name = "sales"
  id   = "sales" # expect: known-schema
}
