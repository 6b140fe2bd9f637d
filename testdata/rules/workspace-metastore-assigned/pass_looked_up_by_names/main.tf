provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

data "databricks_mws_workspaces" "all" {}

data "databricks_mws_workspaces" "again" {}

resource "databricks_metastore_assignment" "named" {
  for_each = toset(["kiln", "glaze"])

  workspace_id = data.databricks_mws_workspaces.all.ids[each.key]
  metastore_id = "11111111-2222-3333-4444-555555555555"
}

resource "databricks_metastore_assignment" "wheel" {
  workspace_id = lookup(data.databricks_mws_workspaces.again.ids, "wheel")
  metastore_id = "11111111-2222-3333-4444-555555555555"
}
