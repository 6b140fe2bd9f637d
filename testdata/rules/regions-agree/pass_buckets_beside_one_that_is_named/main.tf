# The names begin or end with that of another bucket.
terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region = "us-west-2"
}

resource "aws_s3_bucket" "audit" {
  bucket = "acme-audit"
}

resource "databricks_metastore" "frankfurt" {
  name         = "frankfurt"
  region       = "eu-central-1"
  storage_root = "s3://${aws_s3_bucket.audit.bucket}-frankfurt/unity"
}

resource "databricks_metastore" "paris" {
  name         = "paris"
  region       = "eu-west-3"
  storage_root = "s3://acme-paris/${aws_s3_bucket.audit.bucket}"
}
