provider "databricks" {
  host         = "https://other.cloud.databricks.com"
  workspace_id = "333"
}

resource "databricks_grants" "shared" {
  catalog = "shared"

  grant {
    principal  = "other"
    privileges = ["USE_CATALOG"]
  }
}
