variable "prefix" {
  type = string
}

provider "aws" {
  region = "us-east-1"
}

resource "aws_s3_bucket" "prefixed" {
  bucket_prefix = "acme-"
}

resource "aws_s3_bucket" "given" {
  bucket = "${var.prefix}-uc"
}

locals {
  buckets = { given = aws_s3_bucket.given }
}

module "object" {
  source = "./metastore"
  bucket = aws_s3_bucket.given
}

resource "databricks_metastore" "bucket" {
  name         = "eu"
  region       = "eu-west-2"
  storage_root = "s3://${aws_s3_bucket.prefixed.bucket}/" # expect: regions-agree
}

resource "databricks_metastore" "map" {
  name         = "eu"
  region       = "eu-west-3"
  storage_root = "s3://${local.buckets["given"].id}/metastore" # expect: regions-agree
}

# No name of a bucket.
resource "databricks_metastore" "domain" {
  name         = "eu"
  region       = "eu-west-4"
  storage_root = "s3://${local.buckets["given"].hosted_zone_id}/metastore" # undecided: regions-agree
}
