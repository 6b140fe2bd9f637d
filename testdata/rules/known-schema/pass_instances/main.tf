terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "type" {
  type = string
}

variable "enabled" {
  type = bool
}

locals {
  warehouses = {
    bi    = { type = "PRO", size = "Small" }
    other = { type = var.type, size = "Small" }
    none  = { type = null, size = "Small" }
  }
}

resource "databricks_sql_endpoint" "by_map" {
  for_each       = local.warehouses
  name           = each.key
  cluster_size   = each.value.size
  warehouse_type = each.value.type
}

resource "databricks_sql_endpoint" "none" {
  for_each       = {}
  name           = each.key
  cluster_size   = "Small"
  warehouse_type = each.value.type
}

resource "databricks_cluster" "either" {
  for_each         = { a = { node = "x", pool = null }, b = { node = null, pool = "y" } }
  spark_version    = "15.4.x-scala2.12"
  num_workers      = 1
  node_type_id     = each.value.node
  instance_pool_id = each.value.pool
}
