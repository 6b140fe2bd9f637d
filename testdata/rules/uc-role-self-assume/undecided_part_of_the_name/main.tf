# The account is the same on both sides and leaves nothing open: what decides is the part of the name that one side has alone.
variable "prefix" {
  type = string
}

variable "stage" {
  type = string
}

data "aws_caller_identity" "current" {}

locals {
  account = data.aws_caller_identity.current.account_id
}

resource "databricks_storage_credential" "finance" {
  name = "finance"
  aws_iam_role {
    role_arn = "arn:aws:iam::${local.account}:role/${var.prefix}-catalog"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "finance" {
  aws_account_id = local.account
  role_name      = "finance-catalog"
  external_id    = databricks_storage_credential.finance.aws_iam_role[0].external_id
}

data "databricks_aws_unity_catalog_policy" "finance" {
  aws_account_id = local.account
  role_name      = "finance-catalog"
  bucket_name    = "acme-finance"
}

resource "aws_iam_role" "finance" { # undecided: uc-role-self-assume
  name               = "${var.prefix}-catalog"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.finance.json # undecided: uc-role-self-assume

  inline_policy {
    name   = "finance"
    policy = data.databricks_aws_unity_catalog_policy.finance.json
  }
}

resource "databricks_storage_credential" "stage" {
  name = "stage"
  aws_iam_role {
    role_arn = "arn:aws:iam::${local.account}:role/${var.prefix}-stage"
  }
}

resource "aws_iam_role" "stage" { # undecided: uc-role-self-assume
  name = "${var.prefix}-stage"
  assume_role_policy = jsonencode({ # undecided: uc-role-self-assume
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::${local.account}:role/${var.prefix}-${var.stage}" }
    }]
  })

  inline_policy {
    name = "stage"
    policy = jsonencode({
      Version = "2012-10-17"
      Statement = [
        { Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::${local.account}:role/${var.prefix}-${var.stage}" },
        { Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::${var.prefix}/*" },
      ]
    })
  }
}
