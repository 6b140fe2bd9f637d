# The module makes a workspace for each name; only those of `assigned` are assigned.
locals {
  names    = toset(["dev", "prod", "lab"])
  assigned = toset([for name in local.names : name if name != "lab"])
}

module "workspace" {
  source   = "./workspace"
  for_each = local.names
  name     = each.key
}

resource "databricks_metastore" "this" {
  name   = "main"
  region = "us-east-1"
}

resource "databricks_metastore_assignment" "this" {
  for_each     = local.assigned
  workspace_id = module.workspace[each.key].id
  metastore_id = databricks_metastore.this.id
}
