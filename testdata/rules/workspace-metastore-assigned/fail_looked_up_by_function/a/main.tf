provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

data "databricks_mws_workspaces" "all" {}

resource "databricks_metastore_assignment" "kiln" {
  workspace_id = data.databricks_mws_workspaces.all.ids["kiln"]
  metastore_id = "11111111-2222-3333-4444-555555555555"
}

resource "databricks_metastore_assignment" "glaze" {
  workspace_id = data.databricks_mws_workspaces.all.ids["glaze"]
  metastore_id = "11111111-2222-3333-4444-555555555555"
}

resource "databricks_metastore_assignment" "wheel" {
  workspace_id = data.databricks_mws_workspaces.all.ids["wheel"]
  metastore_id = "11111111-2222-3333-4444-555555555555"
}

resource "databricks_metastore_assignment" "shelf" {
  workspace_id = data.databricks_mws_workspaces.all.ids["shelf"]
  metastore_id = "11111111-2222-3333-4444-555555555555"
}

resource "databricks_metastore_assignment" "clay" {
  workspace_id = data.databricks_mws_workspaces.all.ids["clay"]
  metastore_id = "11111111-2222-3333-4444-555555555555"
}
