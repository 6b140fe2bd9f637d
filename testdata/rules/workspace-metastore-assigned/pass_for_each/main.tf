# Workspaces by for_each, some of which exist only with a switch, as their assignments do.
variable "lab" {
  type = bool
}

locals {
  names = { dev = "us-east-1", prod = "eu-west-1" }
}

resource "databricks_metastore" "this" {
  for_each = toset(values(local.names))
  name     = each.key
  region   = each.key
}

resource "databricks_mws_workspaces" "this" {
  for_each       = local.names
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = each.key
  aws_region     = each.value
}

resource "databricks_metastore_assignment" "this" {
  for_each     = databricks_mws_workspaces.this
  workspace_id = each.value.workspace_id
  metastore_id = databricks_metastore.this[each.value.aws_region].id
}

resource "databricks_mws_workspaces" "lab" {
  count          = var.lab ? 1 : 0
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "lab"
  aws_region     = "us-east-1"
}

resource "databricks_metastore_assignment" "lab" {
  count        = var.lab ? 1 : 0
  workspace_id = databricks_mws_workspaces.lab[0].workspace_id
  metastore_id = databricks_metastore.this["us-east-1"].id
}
