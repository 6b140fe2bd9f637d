resource "databricks_schema" "raw" {
  catalog_name = "main"
  name         = "raw"

  lifecycle {
    prevent_destroy = false # expect: lifecycle-protects-state
  }
}
