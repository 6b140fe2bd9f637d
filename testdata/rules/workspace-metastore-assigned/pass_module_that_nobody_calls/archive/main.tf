# Nobody calls this, so that it is not applied and assigns nothing.
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

resource "databricks_metastore_assignment" "prod" {
  workspace_id = 2222222222222222
  metastore_id = "11111111-2222-3333-4444-555555555555"
}
