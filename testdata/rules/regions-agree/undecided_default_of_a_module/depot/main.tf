terraform {
  required_providers {
    databricks = {
      source                = "databricks/databricks"
      configuration_aliases = [databricks.account]
    }
  }
}

variable "region" {
  type    = string
  default = "eu-west-1"
}

resource "databricks_metastore" "depot" {
  provider = databricks.account
  name     = "depot"
  region   = var.region
}

resource "databricks_mws_workspaces" "depot" {
  provider       = databricks.account
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "depot"
  aws_region     = "us-east-1"
}

# Whoever calls the module has a region.
resource "databricks_metastore_assignment" "depot" {
  provider     = databricks.account
  workspace_id = databricks_mws_workspaces.depot.workspace_id
  metastore_id = databricks_metastore.depot.id # undecided: regions-agree
}
