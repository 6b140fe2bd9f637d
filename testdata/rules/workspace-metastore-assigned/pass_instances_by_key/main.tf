variable "workspaces" {
  type = set(string)
}

resource "databricks_mws_workspaces" "each" {
  for_each       = var.workspaces
  workspace_name = each.key
}

resource "databricks_metastore_assignment" "each" {
  for_each     = var.workspaces
  workspace_id = databricks_mws_workspaces.each[each.key].workspace_id
  metastore_id = "m"
}
