terraform {
  required_providers {
    # Another local name for the same provider.
    dbx = {
      source = "databricks/databricks"
    }
  }
}

variable "catalog" {
  type = string
}

variable "name" {
  type = string
}

resource "databricks_schema" "this" {
  provider = dbx

  catalog_name = var.catalog
  name         = var.name
}
