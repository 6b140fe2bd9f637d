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

resource "databricks_metastore" "eu" {
  name   = "eu"
  region = "eu-west-1"
}

resource "databricks_mws_workspaces" "us" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "us"
  aws_region     = "us-east-1"
}

# the id is ACCOUNT/WORKSPACE
resource "databricks_metastore_assignment" "us" {
  workspace_id = element(split("/", databricks_mws_workspaces.us.id), 1)
  metastore_id = databricks_metastore.eu.id # expect: regions-agree
}
