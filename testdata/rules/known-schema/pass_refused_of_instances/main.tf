terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
    other = {
      source = "example.com/other/databricks"
    }
  }
}

provider "databricks" {
  host = "https://example.cloud.databricks.com"
}

# What is null or empty by default another run gives.
variable "catalog" {
  type    = string
  default = null
}

variable "schema" {
  type    = string
  default = null
}

variable "grants" {
  default = []
}

variable "given" {
  type = string
}

variable "is_azure" {
  type = bool
}

variable "jobs" {
  type = map(object({
    cron       = optional(string)
    continuous = optional(bool, false)
    workers    = optional(number, 0.5)
  }))
  default = {
    timed  = { cron = "0 0 * * * ?" }
    always = { continuous = true }
    never  = {}
  }
}

resource "databricks_grant" "either" {
  catalog    = var.catalog
  schema     = var.schema
  principal  = "engineers"
  privileges = ["USE_SCHEMA"]
}

module "given" {
  source  = "./grant"
  catalog = var.catalog
  schema  = var.schema
}

module "unknown" {
  source  = "./grant"
  catalog = var.given
  schema  = var.is_azure ? "main.sales" : null
}

module "one" {
  source  = "./grant"
  catalog = "main"
}

resource "databricks_grants" "some" {
  catalog = "main"
  dynamic "grant" {
    for_each = toset(var.grants)
    content {
      principal  = grant.value
      privileges = ["USE_CATALOG"]
    }
  }
}

resource "databricks_job" "this" {
  for_each = var.jobs
  name     = each.key
  dynamic "schedule" {
    for_each = each.value.cron[*]
    content {
      quartz_cron_expression = schedule.value
      timezone_id            = "UTC"
    }
  }
  dynamic "continuous" {
    for_each = each.value.continuous ? [1] : []
    content {
      pause_status = "PAUSED"
    }
  }
}

resource "databricks_cluster" "either_cloud" {
  cluster_name  = "either-cloud"
  spark_version = "15.4.x-scala2.12"
  node_type_id  = "x"
  num_workers   = 2
  dynamic "aws_attributes" {
    for_each = var.is_azure ? [] : [1]
    content {
      zone_id = "auto"
    }
  }
  dynamic "azure_attributes" {
    for_each = var.is_azure ? [1] : []
    content {
      spot_bid_max_price = var.jobs.timed.workers
    }
  }
}

# Another provider has rules of its own.
resource "databricks_grant" "other" {
  provider   = other
  for_each   = var.jobs
  catalog    = each.key
  schema     = each.key
  principal  = "engineers"
  privileges = ["USE_SCHEMA"]
}
