locals { regions = toset(["us-east-1", "eu-west-1"]) }
provider "aws" {
  alias    = "by"
  for_each = local.regions
  region   = each.key
}
provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}
resource "aws_s3_bucket" "ms" {
  for_each = local.regions
  provider = aws.by[each.key]
  bucket   = "acme-ms-${each.key}"
}
resource "databricks_metastore" "m" {
  for_each     = local.regions
  name         = each.key
  region       = each.key
  storage_root = "s3://${aws_s3_bucket.ms[each.key].id}/"
}
resource "aws_s3_bucket" "bad" {
  provider = aws.by["us-east-1"]
  bucket   = "acme-bad"
}
resource "databricks_metastore" "bad" {
  name         = "tokyo"
  region       = "ap-northeast-1"
  storage_root = "s3://${aws_s3_bucket.bad.id}/" # expect: regions-agree
}
