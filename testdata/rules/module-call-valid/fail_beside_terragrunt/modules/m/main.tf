terraform {
  required_providers {
    databricks = {
      source                = "databricks/databricks"
      configuration_aliases = [databricks.account]
    }
  }
}

data "databricks_group" "admins" {
  provider     = databricks.account
  display_name = "admins"
}

data "databricks_group" "users" {
  display_name = "users"
}
