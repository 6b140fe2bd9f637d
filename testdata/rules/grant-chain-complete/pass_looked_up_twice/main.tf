# Two data sources that look up one name find one service principal.
data "databricks_service_principal" "loader" {
  display_name = "loader"
}

data "databricks_service_principal" "same" {
  display_name = "loader"
}

resource "databricks_catalog" "main" {
  name  = "main"
  owner = "0c1d3f00-aaaa-4bbb-8ccc-123456789012"
}

resource "databricks_schema" "raw" {
  catalog_name = databricks_catalog.main.name
  name         = "raw"
  owner        = "0c1d3f00-aaaa-4bbb-8ccc-123456789012"
}

resource "databricks_grants" "main" {
  catalog = databricks_catalog.main.name

  grant {
    principal  = data.databricks_service_principal.loader.application_id
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grant" "raw" {
  schema     = databricks_schema.raw.id
  principal  = data.databricks_service_principal.same.application_id
  privileges = ["USE_SCHEMA", "SELECT"]
}
