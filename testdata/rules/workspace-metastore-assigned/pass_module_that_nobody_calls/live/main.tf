provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

resource "databricks_metastore_assignment" "prod" {
  workspace_id = 2222222222222222
  metastore_id = "11111111-2222-3333-4444-555555555555"
}
