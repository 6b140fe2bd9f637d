# Data sources whose reading waits for apply: they are among the changes, with the action `read` and the reason.
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

provider "databricks" {
  host = "https://acme-prod.cloud.databricks.com"
}

provider "aws" {
  region = "eu-west-1"
}

resource "databricks_storage_credential" "uc" {
  name = "acme-uc"

  aws_iam_role {
    role_arn = "arn:aws:iam::111122223333:role/acme-uc"
  }
}

# An argument is unknown.
data "databricks_aws_unity_catalog_assume_role_policy" "uc" {
  aws_account_id = "111122223333"
  role_name      = "acme-uc"
  external_id    = databricks_storage_credential.uc.aws_iam_role[0].external_id
}

resource "aws_iam_role" "uc" {
  name               = "acme-uc"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.uc.json
}

resource "aws_s3_bucket" "sales" {
  bucket = "acme-sales"
}

# Every argument is known, but what they come from is not made yet.
data "databricks_aws_unity_catalog_policy" "uc" {
  aws_account_id = "111122223333"
  bucket_name    = aws_s3_bucket.sales.bucket
  role_name      = aws_iam_role.uc.name
}

resource "aws_iam_role_policy" "uc" {
  name   = "acme-uc"
  role   = aws_iam_role.uc.name
  policy = data.databricks_aws_unity_catalog_policy.uc.json
}

# Put off by depends_on alone.
data "databricks_group" "analysts" {
  display_name = "data-analysts"
  depends_on   = [aws_s3_bucket.sales]
}

resource "databricks_grants" "sales" {
  catalog = "prod_sales"

  grant {
    principal  = data.databricks_group.analysts.display_name
    privileges = ["USE_CATALOG"]
  }
}
