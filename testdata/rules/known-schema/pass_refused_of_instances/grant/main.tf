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

resource "databricks_grant" "this" {
  catalog    = var.catalog
  schema     = var.schema
  principal  = "engineers"
  privileges = ["USE_SCHEMA"]
}
