# The workspace whose address is in a template is there already, and its address is known.

terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.126"
    }
  }
}

provider "databricks" {
  alias         = "account"
  host          = "https://accounts.cloud.databricks.com"
  account_id    = "00000000-0000-0000-0000-000000000001"
  client_id     = "x"
  client_secret = "y"
}

provider "databricks" {
  alias = "prod"
  host  = "https://${databricks_mws_workspaces.prod.workspace_url}"
  token = "x"
}

resource "databricks_mws_workspaces" "prod" {
  provider                 = databricks.account
  account_id               = "00000000-0000-0000-0000-000000000001"
  workspace_name           = "prod"
  aws_region               = "us-east-1"
  credentials_id           = "c"
  storage_configuration_id = "s"
}

resource "databricks_metastore" "one" {
  provider = databricks.account
  name     = "one"
  region   = "us-east-1"
}

resource "databricks_metastore" "two" {
  provider = databricks.prod
  name     = "two"
  region   = "us-east-1" # expect: one-metastore-per-region
}
