provider "databricks" {
  host         = "https://hub.cloud.databricks.com"
  workspace_id = 111
}

resource "databricks_catalog" "shared" {
  name  = "shared"
  owner = "11111111-aaaa-1234-1234-123456789012"
}

resource "databricks_grants" "shared" {
  catalog = databricks_catalog.shared.name

  grant {
    principal  = "12345678-1234-1234-1234-123456789012"
    privileges = ["USE_CATALOG"]
  }
}
