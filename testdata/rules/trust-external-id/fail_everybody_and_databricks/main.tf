# Somebody of Databricks gets through each condition.
locals {
  conditions = {
    roles     = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::414351767826:role/*" } }
    anywhere  = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::*:role/*" } }
    by_text   = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::41435*" } }
    one_of    = { StringEquals = { "aws:PrincipalAccount" = ["123456789012", "414351767826"] } }
    others    = { StringNotEquals = { "aws:PrincipalAccount" = "123456789012" } }
    but_one   = { ArnNotEquals = { "aws:PrincipalArn" = "arn:aws:iam::414351767826:role/somebody" } }
    everybody = { Null = { "aws:PrincipalArn" = "false" } }
    named     = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::414351767826:role/*" }, Bool = { "aws:SecureTransport" = "true" } }
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
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "*" }
      Condition = each.value
    }]
  })
}
