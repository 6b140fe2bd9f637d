resource "databricks_catalog" "sales" {
  name          = "prod_sales"
  storage_root  = "s3://acme-lake/prod_sales"
  force_destroy = false

  lifecycle {
    prevent_destroy = false
    ignore_changes  = [owner]
  }
}
