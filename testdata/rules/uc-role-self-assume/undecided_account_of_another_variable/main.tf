terraform {
  required_providers {
    databricks = { source = "databricks/databricks", version = "~> 1.100" }
    aws = { source = "hashicorp/aws" }
  }
}
provider "databricks" { host = "https://x.cloud.databricks.com" }
provider "aws" { region = "us-east-1" }
variable "aws_account_id" { type = string }
variable "other_account_id" { type = string }
resource "databricks_storage_credential" "c" {
  name     = "x"
  aws_iam_role { role_arn = "arn:aws:iam::${var.aws_account_id}:role/uc-x" }
}
resource "aws_iam_role" "r" {
  name = "uc-x"
  assume_role_policy = jsonencode({ # undecided: uc-role-self-assume
      Version = "2012-10-17",
      Statement = [
        {
          Effect = "Allow",
          Principal = {AWS = ["arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL", "arn:aws:iam::${var.other_account_id}:root"]},
          Action = "sts:AssumeRole",
          Condition = {StringEquals = {"sts:ExternalId" = databricks_storage_credential.c.aws_iam_role[0].external_id}}
        }
      ]
  })
  inline_policy {
    name = "self"
    policy = jsonencode({Version = "2012-10-17", Statement = {Effect = "Allow", "Action" = ["sts:AssumeRole"], "Resource": ["arn:aws:iam::${var.aws_account_id}:role/uc-x"]}})
  }
}
