# One unknown inside jsonencode makes the whole policy unknown in the plan. The source still shows that the trust
# policy of `missing` has no external id, and that of `complete` has one.
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

resource "databricks_storage_credential" "this" {
  name = "sales"

  aws_iam_role {
    role_arn = "arn:aws:iam::111122223333:role/sales-uc"
  }
}

resource "aws_iam_role" "complete" {
  name = "sales-uc"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = databricks_storage_credential.this.aws_iam_role[0].unity_catalog_iam_arn }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.this.aws_iam_role[0].external_id } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::111122223333:root" }
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::111122223333:role/sales-uc" } }
      },
    ]
  })
}

resource "aws_s3_bucket" "data" {
  bucket = "acme-sales"
}

resource "aws_iam_role_policy" "complete" {
  name = "sales-uc"
  role = aws_iam_role.complete.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = "${aws_s3_bucket.data.arn}/*" },
      { Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::111122223333:role/sales-uc" },
    ]
  })
}

resource "aws_iam_role" "missing" { # expect: uc-role-self-assume
  name = "sales-crossaccount"

  assume_role_policy = jsonencode({ # expect: trust-external-id, uc-role-self-assume
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:root" }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = databricks_storage_credential.this.aws_iam_role[0].unity_catalog_iam_arn }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.this.aws_iam_role[0].external_id } }
      },
    ]
  })
}
