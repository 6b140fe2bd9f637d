variable "copies" {
  type = number
}

resource "databricks_mws_workspaces" "main" { # undecided: workspace-metastore-assigned
  workspace_name = "main"
}

resource "databricks_metastore_assignment" "counted" {
  count        = var.copies
  workspace_id = databricks_mws_workspaces.main.workspace_id # undecided: workspace-metastore-assigned
  metastore_id = "m"
}
