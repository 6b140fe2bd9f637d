provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

data "databricks_mws_workspaces" "all" {}

resource "databricks_metastore_assignment" "each" {
  for_each = data.databricks_mws_workspaces.all.ids

  workspace_id = each.value
  metastore_id = "11111111-2222-3333-4444-555555555555"
}
