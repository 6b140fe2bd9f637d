# Databricks gets in by the first statement, and by no condition of the second one.
variable "account" {
  type = string
}

data "aws_caller_identity" "here" {}

locals {
  here = data.aws_caller_identity.here.account_id
  conditions = {
    sso          = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Admin_*" } }
    sso_here     = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::${local.here}:role/*" } }
    sso_variable = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::${var.account}:role/aws-reserved/*" } }
    optional     = { ArnLikeIfExists = { "aws:PrincipalArn" = "arn:aws:iam::123456789012:role/*" } }
    by_text      = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::1234*" } }
    any_case     = { StringEqualsIgnoreCase = { "aws:PrincipalArn" = "ARN:aws:iam::123456789012:role/Deploy" } }
    any_account  = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::*:role/deploy" } }
    account      = { StringEquals = { "aws:PrincipalAccount" = "123456789012" } }
    accounts     = { StringEquals = { "aws:PrincipalAccount" = ["123456789012", "111122223333"] } }
    account_here = { StringEquals = { "aws:PrincipalAccount" = local.here } }
    account_like = { StringLike = { "aws:PrincipalAccount" = "12345678901?" } }
    number       = { StringEquals = { "aws:PrincipalAccount" = 123456789012 } }
    others       = { StringNotEquals = { "aws:PrincipalAccount" = "414351767826" } }
    others_like  = { ArnNotLike = { "aws:PrincipalArn" = ["arn:aws:iam::111122223333:*", "arn:aws:iam::414351767826:*"] } }
    nobody       = { Null = { "aws:PrincipalArn" = "true" } }
    # The first of them shuts Databricks out.
    several = {
      StringEquals = { "aws:PrincipalAccount" = "123456789012" }
      StringLike   = { "aws:PrincipalTag/team" = "*" }
    }
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
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:root" }
        Condition = { StringEquals = { "sts:ExternalId" = "00000000-0000-0000-0000-000000000001" } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "*" }
        Condition = each.value
      },
    ]
  })
}

# The account is in a variable, and Databricks uses the role by an ARN with the same.
resource "databricks_mws_credentials" "variable" {
  account_id       = "00000000-0000-0000-0000-000000000001"
  credentials_name = "variable"
  role_arn         = "arn:aws:iam::${var.account}:role/variable"
}

resource "aws_iam_role" "variable" {
  name = "variable"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:root" }
        Condition = { StringEquals = { "sts:ExternalId" = "00000000-0000-0000-0000-000000000001" } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "*" }
        Condition = { StringEquals = { "aws:PrincipalAccount" = var.account } }
      },
    ]
  })
}
