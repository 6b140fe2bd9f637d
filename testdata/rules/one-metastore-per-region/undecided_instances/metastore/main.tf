variable "name" {
  type = string
}

terraform {
  required_providers {
    databricks = { source = "databricks/databricks" }
  }
}

resource "databricks_metastore" "this" {
  name   = var.name
  region = "us-east-1" # undecided: one-metastore-per-region
}
