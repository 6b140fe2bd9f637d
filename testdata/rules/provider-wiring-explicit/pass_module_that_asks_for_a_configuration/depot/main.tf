terraform {
  required_providers {
    databricks = {
      source                = "databricks/databricks"
      configuration_aliases = [databricks.account, databricks.workspace]
    }
  }
}

variable "depot" {
  type    = string
  default = "ferry-depot"
}

data "databricks_group" "clerks" {
  provider     = databricks.account
  display_name = "${var.depot}-clerks"
}

resource "databricks_schema" "cargo" {
  provider     = databricks.workspace
  catalog_name = "ferry"
  name         = replace(var.depot, "-", "_")
}
