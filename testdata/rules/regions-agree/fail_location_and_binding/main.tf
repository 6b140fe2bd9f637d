# The bucket names its own region (provider 6); the location belongs to the workspace of its provider.
provider "aws" {
  region = "us-east-1"
}

provider "databricks" {
  host = databricks_mws_workspaces.prod.workspace_url
}

provider "databricks" {
  alias = "account"
  host  = "https://accounts.cloud.databricks.com"
}

resource "databricks_mws_workspaces" "prod" {
  provider       = databricks.account
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "prod"
  aws_region     = "us-east-1"
}

resource "aws_s3_bucket" "far" {
  region = "ap-south-1"
  bucket = "acme-far"
}

resource "databricks_external_location" "far" {
  name            = "far"
  url             = "s3://${aws_s3_bucket.far.id}/landing" # expect: regions-agree
  credential_name = "landing"
}

resource "databricks_mws_network_connectivity_config" "eu" {
  provider = databricks.account
  name     = "eu"
  region   = "eu-west-1"
}

resource "databricks_mws_ncc_binding" "prod" {
  provider                       = databricks.account
  workspace_id                   = databricks_mws_workspaces.prod.workspace_id
  network_connectivity_config_id = databricks_mws_network_connectivity_config.eu.network_connectivity_config_id # expect: regions-agree
}
