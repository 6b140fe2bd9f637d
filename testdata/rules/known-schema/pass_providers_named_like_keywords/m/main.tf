terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
    null = {
      source                = "hashicorp/null"
      configuration_aliases = [null.x]
    }
  }
}

resource "null_resource" "x" {
  provider = null.x
}

resource "databricks_catalog" "sales" {
  name = "sales"
}
