provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

data "databricks_mws_workspaces" "all" {}

resource "databricks_metastore_assignment" "kiln" {
  workspace_id = lookup(data.databricks_mws_workspaces.all.ids, "kiln") # expect: workspace-metastore-assigned
  metastore_id = "11111111-2222-3333-4444-555555555555"
}

resource "databricks_metastore_assignment" "glaze" {
  workspace_id = lookup(data.databricks_mws_workspaces.all.ids, "glaze", null) # expect: workspace-metastore-assigned
  metastore_id = "11111111-2222-3333-4444-555555555555"
}

resource "databricks_metastore_assignment" "wheel" {
  workspace_id = tostring(data.databricks_mws_workspaces.all.ids["wheel"]) # expect: workspace-metastore-assigned
  metastore_id = "11111111-2222-3333-4444-555555555555"
}

resource "databricks_metastore_assignment" "shelf" {
  workspace_id = try(data.databricks_mws_workspaces.all.ids.shelf, null) # expect: workspace-metastore-assigned
  metastore_id = "11111111-2222-3333-4444-555555555555"
}

resource "databricks_metastore_assignment" "other" {
  workspace_id = lookup(data.databricks_mws_workspaces.all.ids, "other", null)
  metastore_id = "11111111-2222-3333-4444-555555555555"
}
