# A plan does not say what an expression does with what it refers to. A host that is made from the address of a
# workspace is that of a workspace, whatever is trimmed off it; one that is made from a variable only the source tells.
terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = ">= 1.50"
    }
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "shard" {
  type    = string
  default = "dbc-1234"
}

variable "workspace_id" {
  type    = string
  default = null
}

provider "aws" {
  region = "us-east-1"
}

provider "databricks" {
  alias      = "account"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "11111111-2222-3333-4444-555555555555"
}

provider "databricks" {
  alias = "made"
  host  = trimsuffix(databricks_mws_workspaces.sales.workspace_url, "/")
}

provider "databricks" {
  alias = "shard"
  host  = "https://${var.shard}.cloud.databricks.com"
}

resource "databricks_mws_workspaces" "sales" {
  provider       = databricks.account
  account_id     = "11111111-2222-3333-4444-555555555555"
  workspace_name = "sales"
  aws_region     = "us-east-1"
}

resource "databricks_metastore" "eu" {
  provider = databricks.account
  name     = "eu"
  region   = "eu-west-1"
}

resource "databricks_metastore_assignment" "sales" {
  provider     = databricks.account
  workspace_id = tonumber(databricks_mws_workspaces.sales.workspace_id)
  metastore_id = trimspace(databricks_metastore.eu.id) # expect: regions-agree
}

resource "aws_s3_bucket" "unity" {
  bucket = "sales-unity"
}

resource "databricks_metastore" "us" {
  provider     = databricks.account
  name         = "us"
  region       = "eu-central-1"
  storage_root = "s3://${aws_s3_bucket.unity.id}/root" # expect: regions-agree
}

resource "databricks_directory" "made" {
  provider = databricks.made
  path     = "/made"
}

resource "databricks_budget" "made" {
  provider = databricks.made # expect: resource-on-right-provider
}

resource "databricks_directory" "shard" {
  provider = databricks.shard
  path     = "/shard"
}

resource "databricks_budget" "shard" {
  provider = databricks.shard # expect: resource-on-right-provider
}

# Null, so that the provider decides; the plan says only that it is not known yet.
resource "databricks_catalog" "null" {
  provider = databricks.account # expect: resource-on-right-provider
  name     = "null"
  provider_config {
    workspace_id = var.workspace_id
  }
}
