variable "other" {
  type = string
}

provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "us"
  region = "us-east-1"
}

resource "aws_s3_bucket" "data" {
  bucket = "data"
}

resource "aws_s3_bucket" "other" {
  provider = aws.us
  bucket   = var.other
}

provider "databricks" {
  alias = "account"
  host  = "https://accounts.cloud.databricks.com"
}

resource "databricks_mws_workspaces" "here" {
  provider       = databricks.account
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "here"
  aws_region     = "us-east-1"
}

provider "databricks" {
  host = databricks_mws_workspaces.here.workspace_url
}

resource "databricks_external_location" "data" {
  name            = "data"
  url             = "s3://${aws_s3_bucket.data.id}" # expect: regions-agree
  credential_name = "data"
}

resource "databricks_external_location" "below" {
  name            = "below"
  url             = "s3://${aws_s3_bucket.data.id}/below" # expect: regions-agree
  credential_name = "data"
}
