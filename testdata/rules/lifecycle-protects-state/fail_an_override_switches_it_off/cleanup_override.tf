resource "databricks_metastore" "prod" {
  lifecycle {
    prevent_destroy = false # expect: lifecycle-protects-state
  }
}
