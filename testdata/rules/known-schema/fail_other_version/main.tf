terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = ">= 1.50"
    }
  }
}

resource "databricks_new_thing" "x" { # expect: known-schema
  name = "x"
}

resource "databricks_catalog" "sales" {
  name     = "sales"
  new_name = "x" # expect: known-schema
}

module "by_constraint" {
  source = "./old"
}
