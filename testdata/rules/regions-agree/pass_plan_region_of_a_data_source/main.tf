provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

# The region comes from the environment.
provider "aws" {}

data "aws_region" "here" {}

resource "aws_s3_bucket" "till" {
  bucket = "crumb-till"
}

resource "databricks_metastore" "rye" {
  name         = "rye"
  region       = data.aws_region.here.name
  storage_root = "s3://${aws_s3_bucket.till.id}/root"
}
