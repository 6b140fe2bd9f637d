terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

locals {
  warehouses = {
    bi     = { type = "PRO", size = "Small" }
    legacy = { type = "OLD", size = "Small" }
  }
}

resource "databricks_sql_endpoint" "by_map" {
  for_each       = local.warehouses
  name           = each.key
  cluster_size   = each.value.size
  warehouse_type = each.value.type # expect: known-schema
}

resource "databricks_sql_endpoint" "by_set" {
  for_each       = toset(["PRO", "OLD"])
  name           = each.key
  cluster_size   = "Small"
  warehouse_type = each.key # expect: known-schema
}

resource "databricks_sql_endpoint" "by_number" {
  count            = 2
  name             = "w${count.index}"
  cluster_size     = "Small"
  max_num_clusters = count.index + 40 # expect: known-schema
}

resource "databricks_sql_endpoint" "many" {
  for_each         = { a = "many" }
  name             = each.key
  cluster_size     = "Small"
  max_num_clusters = each.value # expect: known-schema
}

resource "databricks_group" "none" {
  for_each     = { a = "a", b = null }
  display_name = each.value # expect: known-schema
}

resource "databricks_cluster" "two" {
  for_each         = { a = { node = "x", pool = "y" } }
  spark_version    = "15.4.x-scala2.12"
  num_workers      = 1
  instance_pool_id = each.value.pool
  node_type_id     = each.value.node # expect: known-schema
}

resource "databricks_job" "retries" {
  for_each = { a = ["1", "many"] }
  name     = each.key
  dynamic "task" {
    for_each = each.value
    content {
      task_key    = "t${task.key}"
      max_retries = task.value # expect: known-schema
    }
  }
}
