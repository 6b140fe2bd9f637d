variable "names" {
  type = set(string)
}

resource "databricks_mws_workspaces" "this" {
  for_each       = var.names
  workspace_name = each.key
}

resource "databricks_metastore_assignment" "this" {
  for_each     = databricks_mws_workspaces.this
  workspace_id = each.value.workspace_id
  metastore_id = "m"
}
