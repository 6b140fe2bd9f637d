# Neither backend nor provider nor tfvars, and nobody calls it. Nothing is required either, so someone may well run it:
# a root.
terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.128"
    }
  }
}

variable "catalog" {
  type    = string
  default = "dev_scratch"
}

resource "databricks_schema" "scratch" {
  catalog_name = var.catalog
  name         = "scratch"
}
