provider "databricks" {
  host         = "https://prod.cloud.databricks.com"
  workspace_id = "222"
}

resource "databricks_grants" "shared" {
  catalog = "shared" # expect: grants-single-authority

  grant {
    principal  = "prod"
    privileges = ["USE_CATALOG"]
  }
}
