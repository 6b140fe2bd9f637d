# Whether Databricks gets through these conditions is not known.
variable "account" {
  type = string
}

locals {
  conditions = {
    organization = { StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
    tag          = { StringEquals = { "aws:PrincipalTag/DatabricksAccountId" = "00000000-0000-0000-0000-000000000001" } }
    variable     = { StringEquals = { "aws:PrincipalAccount" = var.account } }
    roles        = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::${var.account}:role/*" } }
    number       = { NumericEquals = { "aws:PrincipalAccount" = "414351767826" } }
    by_text      = { StringLike = { "aws:PrincipalArn" = "*:123456789012:*" } }
    no_arn       = { ArnLike = { "aws:PrincipalArn" = "*:414351767826:*" } }
  }
}

resource "databricks_mws_credentials" "each" {
  for_each         = local.conditions
  account_id       = "00000000-0000-0000-0000-000000000001"
  credentials_name = each.key
  role_arn         = aws_iam_role.each[each.key].arn
}

resource "aws_iam_role" "each" {
  for_each = local.conditions
  name     = each.key
  assume_role_policy = jsonencode({ # undecided: trust-external-id
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "*" }
      Condition = each.value
    }]
  })
}
