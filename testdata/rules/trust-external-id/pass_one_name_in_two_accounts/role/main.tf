terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "name" {
  type = string
}

variable "account" {
  type    = string
  default = ""
}

data "aws_caller_identity" "me" {}

locals {
  account = var.account != "" ? var.account : data.aws_caller_identity.me.account_id
}

resource "databricks_storage_credential" "this" {
  name = "${var.name}-${local.account}"
  aws_iam_role {
    role_arn = "arn:aws:iam::${local.account}:role/${var.name}"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "this" {
  aws_account_id = local.account
  role_name      = var.name
  external_id    = databricks_storage_credential.this.aws_iam_role[0].external_id
}

resource "aws_iam_role" "this" {
  name               = var.name
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.this.json
}

resource "aws_iam_role_policy" "this" {
  role = aws_iam_role.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sts:AssumeRole"
      Resource = "arn:aws:iam::${local.account}:role/${var.name}"
    }]
  })
}
