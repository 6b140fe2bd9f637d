provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

provider "aws" {
  region = "us-east-1"
}

resource "aws_s3_bucket" "till" {
  bucket_prefix = "crumb-till-"
}

resource "aws_s3_bucket" "nameless" {}

resource "databricks_metastore" "rye" {
  name         = "rye"
  region       = "eu-west-1"
  storage_root = "s3://crumb-metastore/root"
}
