variable "region" {
  type = string
}

variable "metastore_id" {
  type = string
}

variable "american" {
  type = bool
}

resource "databricks_metastore" "eu" {
  name   = "eu"
  region = "eu-west-1"
}

resource "databricks_metastore" "us" {
  name   = "us"
  region = "us-east-1"
}

resource "databricks_mws_workspaces" "a" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "a"
  aws_region     = var.region
}

resource "databricks_metastore_assignment" "a" {
  workspace_id = databricks_mws_workspaces.a.workspace_id
  metastore_id = databricks_metastore.eu.id # undecided: regions-agree
}

resource "databricks_mws_workspaces" "b" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "b"
  aws_region     = "us-east-1"
}

resource "databricks_metastore_assignment" "b" {
  workspace_id = databricks_mws_workspaces.b.workspace_id
  metastore_id = var.metastore_id # undecided: regions-agree
}

resource "databricks_mws_workspaces" "c" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "c"
  aws_region     = "us-east-1"
}

resource "databricks_metastore_assignment" "c" {
  workspace_id = databricks_mws_workspaces.c.workspace_id
  metastore_id = var.american ? databricks_metastore.us.id : databricks_metastore.eu.id # undecided: regions-agree
}
