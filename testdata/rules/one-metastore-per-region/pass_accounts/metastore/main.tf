resource "databricks_metastore" "this" {
  name   = "main"
  region = "us-east-1"
}
