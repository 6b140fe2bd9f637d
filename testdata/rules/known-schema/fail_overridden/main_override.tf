resource "databricks_schema" "left" {
  catalog_name = "main"
}

resource "databricks_schema" "replaced" {
  catalog_name = "main"
}

resource "databricks_grants" "blocks" {
  grant {
    principal  = "engineers"
    privileges = ["USE_CATALOG"]
  }
}
