variable "name" {
  type = string
}

variable "region" {
  type = string
}

resource "databricks_mws_workspaces" "this" {
  workspace_name = var.name
  aws_region     = var.region
}

resource "databricks_metastore_assignment" "first" {
  workspace_id = databricks_mws_workspaces.this.workspace_id
  metastore_id = "11111111-2222-3333-4444-555555555555"
}

resource "databricks_metastore_assignment" "second" {
  workspace_id = databricks_mws_workspaces.this.workspace_id # undecided: workspace-metastore-assigned
  metastore_id = "11111111-2222-3333-4444-666666666666"
}
