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

variable "size" {
  default = "Small"
}

variable "unknown" {
  type = string
}

variable "off" {
  default = null
}

variable "none" {
  default = []
}

module "warehouse" {
  source   = "./warehouse"
  for_each = toset(["Small", "Large"])
  size     = each.key
}

resource "databricks_sql_endpoint" "given" {
  name           = var.unknown
  cluster_size   = var.size
  warehouse_type = var.off
  channel {
    name = var.unknown
  }
}

# What is not known may be right.
resource "databricks_sql_endpoint" "unknown" {
  name         = "x"
  cluster_size = "${var.unknown}-Large"
}

resource "databricks_sql_endpoint" "branches" {
  name         = "x"
  cluster_size = var.unknown == "prod" ? "Large" : var.size
}

# Of what nothing is made nothing is asked.
resource "databricks_sql_endpoint" "none" {
  for_each     = toset(var.none)
  name         = each.key
  cluster_size = lower(each.key)
}

resource "databricks_job" "dynamic" {
  name = "dynamic"
  dynamic "schedule" {
    for_each = var.none
    content {
      quartz_cron_expression = "0 0 1 * * ?"
      timezone_id            = "UTC"
      pause_status           = schedule.value
    }
  }
}

# Another provider has rules of its own.
resource "databricks_sql_endpoint" "other" {
  provider     = other
  name         = "other"
  cluster_size = lower(var.size)
}
