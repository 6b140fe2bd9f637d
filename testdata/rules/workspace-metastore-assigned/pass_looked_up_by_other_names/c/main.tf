provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000002"
}

data "databricks_mws_workspaces" "all" {}

resource "databricks_metastore_assignment" "this" {
  workspace_id = data.databricks_mws_workspaces.all.ids["mill"]
  metastore_id = "11111111-2222-3333-4444-555555555555"
}
