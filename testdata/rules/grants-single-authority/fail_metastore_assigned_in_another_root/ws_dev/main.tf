provider "databricks" {
  host         = "https://dev.cloud.databricks.com"
  workspace_id = "111"
}

resource "databricks_grants" "shared" {
  catalog = "shared"

  grant {
    principal  = "dev"
    privileges = ["USE_CATALOG"]
  }
}
