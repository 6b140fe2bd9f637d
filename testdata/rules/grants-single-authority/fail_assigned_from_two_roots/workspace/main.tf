provider "databricks" {
  host         = "https://prod.cloud.databricks.com"
  workspace_id = 222
}

resource "databricks_permission_assignment" "x" {
  principal_id = 77 # expect: grants-single-authority
  permissions  = ["ADMIN"]
}

resource "databricks_permission_assignment" "other" {
  principal_id = 78
  permissions  = ["ADMIN"]
}
