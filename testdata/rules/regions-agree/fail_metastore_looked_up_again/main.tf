provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

resource "databricks_metastore" "rye" {
  name   = "rye"
  region = "eu-west-1"
}

data "databricks_metastore" "by_id" {
  metastore_id = databricks_metastore.rye.id
}

data "databricks_metastore" "by_name" {
  name = databricks_metastore.rye.name
}

resource "databricks_mws_workspaces" "wrong" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "wrong"
  aws_region     = "us-east-1"
}

resource "databricks_metastore_assignment" "wrong" {
  workspace_id = databricks_mws_workspaces.wrong.workspace_id
  metastore_id = data.databricks_metastore.by_id.metastore_id # expect: regions-agree
}

resource "databricks_mws_workspaces" "named" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "named"
  aws_region     = "us-east-1"
}

resource "databricks_metastore_assignment" "named" {
  workspace_id = databricks_mws_workspaces.named.workspace_id
  metastore_id = data.databricks_metastore.by_name.id # expect: regions-agree
}

resource "databricks_mws_workspaces" "whole" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "whole"
  aws_region     = "us-east-1"
}

resource "databricks_metastore_assignment" "whole" {
  workspace_id = databricks_mws_workspaces.whole.workspace_id
  metastore_id = data.databricks_metastore.by_id.id # expect: regions-agree
}

resource "databricks_mws_workspaces" "right" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "right"
  aws_region     = "eu-west-1"
}

resource "databricks_metastore_assignment" "right" {
  workspace_id = databricks_mws_workspaces.right.workspace_id
  metastore_id = data.databricks_metastore.by_id.metastore_id
}

resource "databricks_mws_workspaces" "right_too" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "right_too"
  aws_region     = "eu-west-1"
}

resource "databricks_metastore_assignment" "right_too" {
  workspace_id = databricks_mws_workspaces.right_too.workspace_id
  metastore_id = data.databricks_metastore.by_name.id
}
