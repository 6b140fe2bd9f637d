variable "bucket" {
  type = object({ id = string, arn = string })
}

resource "databricks_metastore" "this" {
  name         = "eu"
  region       = "eu-west-1"
  storage_root = "s3://${var.bucket.id}/metastore" # expect: regions-agree
}
