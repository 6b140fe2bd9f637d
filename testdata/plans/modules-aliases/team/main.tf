terraform {
  required_providers {
    databricks = {
      source                = "databricks/databricks"
      configuration_aliases = [databricks.account]
    }
  }
}

variable "name" {
  type = string
}

resource "databricks_service_principal" "this" {
  provider = databricks.account

  display_name = "${var.name}-deploy"
}

resource "databricks_catalog" "this" {
  name = "prod_${var.name}"
}

module "schema" {
  source = "./schema"
  count  = 2

  providers = {
    dbx = databricks
  }

  catalog = databricks_catalog.this.name
  name    = "layer_${count.index}"
}
