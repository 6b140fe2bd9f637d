locals {
  workspaces = { sales = "1234567890123456", hr = "6543210987654321" }
}

resource "databricks_metastore_assignment" "this" {
  for_each     = local.workspaces
  workspace_id = each.value # expect: workspace-metastore-assigned
  metastore_id = "11111111-2222-3333-4444-555555555555"
}
