variable "existing_metastore_id" {
  type    = string
  default = null
}
resource "databricks_metastore" "new" {
  count  = var.existing_metastore_id == null ? 1 : 0
  name   = "m"
  region = "eu-west-2"
}
locals {
  metastore_id = coalesce(var.existing_metastore_id, try(databricks_metastore.new[0].id, null))
}
resource "databricks_mws_workspaces" "w" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "w"
  aws_region     = "eu-west-1"
}
resource "databricks_metastore_assignment" "a" {
  workspace_id = databricks_mws_workspaces.w.workspace_id
  metastore_id = local.metastore_id # expect: regions-agree
}
terraform {
  required_providers {
    databricks = { source = "databricks/databricks" }
  }
}
provider "databricks" {
  host          = "https://accounts.cloud.databricks.com"
  account_id    = "00000000-0000-0000-0000-000000000001"
  client_id     = "x"
  client_secret = "y"
}
