terraform {
  required_providers {
    databricks = { source = "databricks/databricks" }
  }
}

variable "name" {
  type = string
}

variable "region" {
  type = string
}

resource "databricks_mws_workspaces" "this" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = var.name
  aws_region     = var.region
}

resource "databricks_metastore_assignment" "first" {
  workspace_id = databricks_mws_workspaces.this.workspace_id
  metastore_id = "11111111-0000-0000-0000-000000000001"
}

output "id" {
  value = databricks_mws_workspaces.this.workspace_id
}
