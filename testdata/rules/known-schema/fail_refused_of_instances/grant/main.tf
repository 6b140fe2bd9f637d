terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "catalog" {
  type    = string
  default = null
}

variable "schema" {
  type    = string
  default = null
}

variable "workers" {
  type    = number
  default = 1
}

resource "databricks_grant" "this" { # expect: known-schema
  catalog    = var.catalog
  schema     = var.schema # expect: known-schema
  principal  = "engineers"
  privileges = ["USE_SCHEMA"]
}

resource "databricks_cluster" "this" {
  spark_version = "15.4.x-scala2.12"
  node_type_id  = "i3.xlarge"
  num_workers   = var.workers # expect: known-schema
}
