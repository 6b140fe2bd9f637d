# Without the switch nothing assigns the workspace.
variable "assign" {
  type = bool
}

resource "databricks_mws_workspaces" "prod" { # undecided: workspace-metastore-assigned
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "prod"
  aws_region     = "us-east-1"
}

resource "databricks_metastore_assignment" "this" {
  count        = var.assign ? 1 : 0
  workspace_id = databricks_mws_workspaces.prod.workspace_id
  metastore_id = "11111111-2222-3333-4444-555555555555"
}
