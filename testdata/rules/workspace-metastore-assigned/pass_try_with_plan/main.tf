resource "databricks_mws_workspaces" "a" {
  provider       = databricks.account
  for_each       = toset(["x"])
  account_id     = "a"
  workspace_name = each.key
  aws_region     = "eu-west-1"
}
resource "databricks_mws_workspaces" "b" {
  provider       = databricks.account
  for_each       = toset(["y"])
  account_id     = "a"
  workspace_name = each.key
  aws_region     = "us-east-1"
}
resource "databricks_metastore" "e" {
  provider = databricks.account
  name     = "e"
  region   = "eu-west-1"
}
resource "databricks_metastore" "u" {
  provider = databricks.account
  name     = "u"
  region   = "us-east-1"
}
resource "databricks_metastore_assignment" "m" {
  provider     = databricks.account
  for_each     = { x = "e", y = "u" }
  workspace_id = try(databricks_mws_workspaces.a[each.key].workspace_id, databricks_mws_workspaces.b[each.key].workspace_id)
  metastore_id = { e = databricks_metastore.e.id, u = databricks_metastore.u.id }[each.value]
}
provider "databricks" {
  alias      = "account"
  host       = "https://accounts.cloud.databricks.com"
  client_id = "x"
  client_secret = "y"
  account_id = "0d26daa6-5e44-4c97-a497-ef015f91254a"
}
terraform {
  required_version = ">= 1.5"
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.100"
    }
  }
}
