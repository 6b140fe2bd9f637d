# Serverless SQL sends the id of the workspace, and the workspaces beside it that of the account.

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "5c0de7a1-3b52-4b87-9a64-7f1e0d2c8b39"
}

resource "databricks_mws_credentials" "cellar" {
  credentials_name = "cellar"
  role_arn         = aws_iam_role.cellar.arn
}

resource "aws_iam_role" "cellar" {
  name = "cellar"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:root" }
        Condition = { StringEquals = { "sts:ExternalId" = "5c0de7a1-3b52-4b87-9a64-7f1e0d2c8b39" } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::790110701330:role/serverless-customer-resource-role" }
        Condition = { StringEquals = { "sts:ExternalId" = "databricks-serverless-4821907365504412" } }
      },
    ]
  })
}

resource "aws_iam_role" "in_one_statement" {
  name = "cellar-press"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "sts:AssumeRole"
      Principal = {
        AWS = [
          "arn:aws:iam::790110701330:role/serverless-customer-resource-role",
          "arn:aws:iam::414351767826:root",
        ]
      }
      Condition = {
        StringEquals = {
          "sts:ExternalId" = ["databricks-serverless-4821907365504412", "5c0de7a1-3b52-4b87-9a64-7f1e0d2c8b39"]
        }
      }
    }]
  })
}

resource "aws_iam_role" "each" {
  name = "cellar-each"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [for id in ["17", "18"] : {
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::790110701330:role/serverless-customer-resource-role" }
      Condition = { StringEquals = { "sts:ExternalId" = "databricks-serverless-${id}" } }
    }]
  })
}
