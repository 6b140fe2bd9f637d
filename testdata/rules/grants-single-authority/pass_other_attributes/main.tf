# The display name of a service principal is that of a group to Unity Catalog, and its id is nobody's name.

resource "databricks_service_principal" "etl" {
  display_name = "etl"
}

resource "databricks_grant" "by_application_id" {
  catalog    = "sales"
  principal  = databricks_service_principal.etl.application_id
  privileges = ["USE_CATALOG"]
}

resource "databricks_grant" "by_display_name" {
  catalog    = "sales"
  principal  = databricks_service_principal.etl.display_name
  privileges = ["USE_CATALOG"]
}
