provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

provider "databricks" {
  alias = "workspace"
  host  = "https://prod.cloud.databricks.com"
}

resource "databricks_mws_permission_assignment" "admins" {
  workspace_id = 2222
  principal_id = 77
  permissions  = ["ADMIN"]
}

resource "databricks_grants" "metastore" {
  provider  = databricks.workspace
  metastore = "11111111-2222-3333-4444-555555555555"

  grant {
    principal  = "makers"
    privileges = ["CREATE_CATALOG"]
  }
}
