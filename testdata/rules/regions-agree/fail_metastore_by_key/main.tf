# The key of the map is the wrong one for one of two workspaces.
locals {
  workspaces = {
    eu = { region = "eu-west-1", metastore = "eu" }
    us = { region = "us-east-1", metastore = "eu" }
  }
  regions = { eu = "eu-west-1", us = "us-east-1" }
}

resource "databricks_metastore" "this" {
  for_each = local.regions
  name     = each.key
  region   = each.value
}

module "workspace" {
  source   = "./workspace"
  for_each = local.workspaces
  name     = each.key
  region   = each.value.region
}

resource "databricks_metastore_assignment" "this" {
  for_each     = local.workspaces
  workspace_id = module.workspace[each.key].id
  metastore_id = databricks_metastore.this[each.value.metastore].id # expect: regions-agree
}
