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

variable "credential" {
  type = bool
}

variable "account" {
  type = string
}

variable "external_id" {
  type    = string
  default = "0f3a1c52-0000-4000-8000-000000000001"
}

resource "databricks_storage_credential" "this" {
  count = var.credential ? 1 : 0
  name  = "uc"
  aws_iam_role {
    role_arn = "arn:aws:iam::${var.account}:role/uc"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "this" {
  aws_account_id = var.account
  role_name      = "uc"
  external_id    = var.credential ? databricks_storage_credential.this[0].aws_iam_role[0].external_id : var.external_id
}

resource "aws_iam_role" "this" {
  name               = "uc"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.this.json
}

resource "aws_iam_role_policy" "this" {
  role = aws_iam_role.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sts:AssumeRole"
      Resource = "arn:aws:iam::${var.account}:role/uc"
    }]
  })
}
