terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "names" {}

variable "vessels" {}

variable "settings" {}

resource "databricks_group" "by_name" {
  for_each     = var.names # expect: reference-resolves
  display_name = each.key
}

resource "databricks_group" "by_number" {
  count        = var.vessels # expect: reference-resolves
  display_name = "vessel"
}

resource "databricks_group" "by_setting" {
  for_each     = var.settings
  display_name = each.value.yeast # expect: reference-resolves
}
