resource "databricks_job" "etl" {
  name = var.name
  run_as {
    service_principal_name = databricks_service_principal.etl.application_id
  }
}
