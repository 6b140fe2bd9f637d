terraform {
  required_providers {
    databricks = { source = "databricks/databricks" }
  }
}
variable "create" { type = bool }
provider "databricks" {
  alias      = "acc"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}
resource "databricks_mws_workspaces" "w" {
  count          = var.create ? 1 : 0
  provider       = databricks.acc
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "w"
  aws_region     = "us-east-1"
}
provider "databricks" {
  host = try(databricks_mws_workspaces.w[0].workspace_url, "https://dbc-1234abcd-0000.cloud.databricks.com")
}
resource "databricks_job" "j" {
  name = "j"
}
resource "databricks_mws_private_access_settings" "p" { # expect: resource-on-right-provider
  private_access_settings_name = "p"
  region                       = "us-east-1"
}
