resource "databricks_metastore" "prod" {
  name   = "prod-eu"
  region = "eu-west-1"

  lifecycle {
    prevent_destroy = true
  }
}
