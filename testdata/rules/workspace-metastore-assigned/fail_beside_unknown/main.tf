# The assignments are for the workspaces of the map, whatever they are, and for none beside them.
variable "names" {
  type = set(string)
}

resource "databricks_metastore" "this" {
  name   = "main"
  region = "us-east-1"
}

resource "databricks_mws_workspaces" "this" {
  for_each       = var.names
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = each.key
  aws_region     = "us-east-1"
}

resource "databricks_metastore_assignment" "this" {
  for_each     = databricks_mws_workspaces.this
  workspace_id = each.value.workspace_id
  metastore_id = databricks_metastore.this.id
}

resource "databricks_mws_workspaces" "slept" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "slept"
  aws_region     = "us-east-1"
}

resource "time_sleep" "slept" {
  create_duration = "30s"
  triggers        = { id = databricks_mws_workspaces.slept.workspace_id }
}

resource "databricks_metastore_assignment" "slept" {
  workspace_id = time_sleep.slept.triggers["id"]
  metastore_id = databricks_metastore.this.id
}

resource "databricks_mws_workspaces" "lab" { # expect: workspace-metastore-assigned
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "lab"
  aws_region     = "us-east-1"
}
