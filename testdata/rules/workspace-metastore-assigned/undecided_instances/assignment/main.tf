variable "metastore" {
  type = string
}

resource "databricks_metastore_assignment" "this" {
  workspace_id = "99" # undecided: workspace-metastore-assigned
  metastore_id = var.metastore
}
