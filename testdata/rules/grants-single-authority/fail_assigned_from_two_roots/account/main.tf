# The root of the account and that of the workspace assign one principal.
provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

resource "databricks_mws_permission_assignment" "x" {
  workspace_id = 222
  principal_id = 77
  permissions  = ["ADMIN"]
}

resource "databricks_mws_permission_assignment" "other" {
  workspace_id = 333
  principal_id = 78
  permissions  = ["ADMIN"]
}
