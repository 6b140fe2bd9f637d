terraform {
  required_providers {
    databricks = {
      source                = "databricks/databricks"
      configuration_aliases = [databricks.account]
    }
  }
}

variable "name" {
  type     = string
  nullable = false
}

variable "members" {
  type    = list(string)
  default = []
}

variable "settings" {
  type    = object({ retries = optional(number, 3) })
  default = {}
}

resource "databricks_group" "this" {
  provider     = databricks.account
  display_name = var.name
}
