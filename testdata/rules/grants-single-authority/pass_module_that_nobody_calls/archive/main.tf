# Nobody calls this, so that it is not applied and takes nothing away.
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

resource "databricks_grants" "metastore" {
  metastore = "11111111-2222-3333-4444-555555555555"

  grant {
    principal  = var.name
    privileges = ["CREATE_CATALOG"]
  }
}
