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

variable "account" {
  type = string
}

variable "credential" {
  type = object({
    name         = string
    aws_iam_role = list(object({ role_arn = string, external_id = string }))
  })
}

locals {
  name = element(split("/", var.credential.aws_iam_role[0].role_arn), 1)
}

data "databricks_aws_unity_catalog_assume_role_policy" "this" {
  aws_account_id = var.account
  role_name      = local.name
  external_id    = var.credential.aws_iam_role[0].external_id
}

data "databricks_aws_unity_catalog_policy" "this" {
  aws_account_id = var.account
  bucket_name    = "acme-handed"
  role_name      = local.name
}

resource "aws_iam_role" "this" {
  name               = local.name
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.this.json
}

resource "aws_iam_role_policy" "this" {
  name   = "access"
  role   = aws_iam_role.this.name
  policy = data.databricks_aws_unity_catalog_policy.this.json
}
