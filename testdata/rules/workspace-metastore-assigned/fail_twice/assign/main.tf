variable "workspace_id" {
  type = number
}

variable "metastore_id" {
  type = string
}

resource "databricks_metastore_assignment" "first" {
  workspace_id = var.workspace_id # undecided: workspace-metastore-assigned
  metastore_id = var.metastore_id
}

resource "databricks_metastore_assignment" "second" {
  workspace_id = tostring(var.workspace_id) # expect: workspace-metastore-assigned
  metastore_id = var.metastore_id
}
