# What stands in it twice is wrong for whoever calls it.
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

resource "databricks_mws_permission_assignment" "admins" {
  workspace_id = 2222
  principal_id = 77
  permissions  = ["ADMIN"]
}

resource "databricks_mws_permission_assignment" "admins_again" {
  workspace_id = 2222
  principal_id = 77 # expect: grants-single-authority
  permissions  = ["ADMIN"]
}
