provider "databricks" {
  host         = "https://spoke.cloud.databricks.com"
  workspace_id = 222
}

resource "databricks_schema" "raw" {
  catalog_name = "shared"
  name         = "raw"
  owner        = "11111111-aaaa-1234-1234-123456789012"
}

resource "databricks_grants" "raw" {
  schema = databricks_schema.raw.id

  grant {
    principal  = "12345678-1234-1234-1234-123456789012"
    privileges = ["USE_SCHEMA", "SELECT"]
  }
}
