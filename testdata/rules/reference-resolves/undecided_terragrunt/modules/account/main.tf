terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.128"
    }
  }
}

variable "group" {
  type = string
}

data "databricks_group" "admins" {
  provider     = databricks.account # undecided: reference-resolves
  display_name = var.group
}

module "users" {
  source = "../users"
  providers = {
    databricks = databricks.account
  }
}
