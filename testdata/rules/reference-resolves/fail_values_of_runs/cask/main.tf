terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "catalog" {
  type = any
}

resource "databricks_schema" "cellar" {
  catalog_name = var.catalog.catalog_name # expect: reference-resolves
  name         = "cellar"
}

output "whole" {
  value = var.catalog
}
