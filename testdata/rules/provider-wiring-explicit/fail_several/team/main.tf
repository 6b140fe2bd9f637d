terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "name" {
  type = string
}

data "databricks_group" "this" {
  display_name = var.name
}
