# So is a module with what its caller gives it.
terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

data "databricks_group" "users" {
  provider     = databricks.account # expect: reference-resolves
  display_name = "users"
}
