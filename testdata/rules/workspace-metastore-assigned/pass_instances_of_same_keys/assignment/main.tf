variable "id" {
  type = number
}

resource "databricks_metastore_assignment" "this" {
  workspace_id = var.id
  metastore_id = "11111111-2222-3333-4444-555555555555"
}
