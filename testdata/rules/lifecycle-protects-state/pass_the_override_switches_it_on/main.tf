resource "databricks_catalog" "sales" {
  name = "prod_sales"

  lifecycle {
    prevent_destroy = false
  }
}
