# problems: the plan is of `-target`.
terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = ">= 1.100"
    }
  }
}
provider "databricks" {
  host          = "https://accounts.cloud.databricks.com"
  account_id    = "00000000-0000-0000-0000-000000000001"
  client_id     = "x"
  client_secret = "y"
}
provider "databricks" {
  alias = "ws"
  host  = "https://x.cloud.databricks.com"
  token = "x"
}
resource "databricks_mws_workspaces" "w" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "w"
  aws_region     = "eu-west-1"
  credentials_id = "c"
  storage_configuration_id = "s"
}
resource "databricks_metastore" "m" {
  name   = "m"
  region = "eu-west-1"
  storage_root = "s3://x"
}
resource "databricks_metastore_assignment" "a" {
  workspace_id = databricks_mws_workspaces.w.workspace_id
  metastore_id = databricks_metastore.m.id
}
resource "databricks_grants" "c" {
  provider = databricks.ws
  catalog  = "main"
  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG"]
  }
}
resource "databricks_grants" "s" {
  provider = databricks.ws
  schema   = "main.s"
  grant {
    principal  = "analysts"
    privileges = ["USE_SCHEMA", "SELECT"]
  }
}
