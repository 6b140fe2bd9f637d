resource "databricks_catalog" "sales" {
  lifecycle {
    prevent_destroy = true
  }
}
