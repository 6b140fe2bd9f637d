provider "databricks" {
  host = "https://prod.cloud.databricks.com"
}

resource "databricks_grants" "sales" {
  catalog = "sales"

  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG", "USE_SCHEMA"]
  }
}
