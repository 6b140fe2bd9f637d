# A URL that functions put together names its bucket as a template does.

provider "aws" {
  region = "us-west-2"
}

resource "aws_s3_bucket" "root" {
  bucket_prefix = "acme-"
}

resource "databricks_metastore" "formatted" {
  name         = "formatted"
  region       = "eu-west-1"
  storage_root = format("s3://%s/root", aws_s3_bucket.root.id) # expect: regions-agree
}

resource "databricks_metastore" "joined" {
  name         = "joined"
  region       = "eu-central-1"
  storage_root = join("/", ["s3:/", aws_s3_bucket.root.id, "root"]) # expect: regions-agree
}
