# The role fulfils each of these conditions.
locals {
  conditions = {
    account  = { StringEquals = { "aws:PrincipalAccount" = "123456789012" } }
    accounts = { StringLike = { "aws:PrincipalAccount" = ["111122223333", "1234*"] } }
    others   = { StringNotEquals = { "aws:PrincipalAccount" = "111122223333" } }
    end      = { StringLike = { "aws:PrincipalArn" = "*:role/uc-end" } }
    middle   = { StringLike = { "aws:PrincipalArn" = "*uc-mid*" } }
    beside   = { ArnNotLike = { "aws:PrincipalArn" = "arn:aws:iam::123456789012:role/other-*" } }
    present  = { Null = { "aws:PrincipalArn" = "false" } }
    anycase  = { StringEqualsIgnoreCase = { "aws:PrincipalArn" = "arn:aws:iam::123456789012:role/UC-AnyCase" } }
    both = {
      StringEquals = { "aws:PrincipalAccount" = "123456789012" }
      ArnLike      = { "aws:PrincipalArn" = "arn:aws:iam::123456789012:role/uc-both" }
    }
  }
}

provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["123456789012"]
}

resource "databricks_storage_credential" "uc" {
  for_each = local.conditions
  name     = each.key
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/uc-${each.key}"
  }
}

data "databricks_aws_unity_catalog_policy" "uc" {
  for_each       = local.conditions
  aws_account_id = "123456789012"
  bucket_name    = "acme-${each.key}"
  role_name      = "uc-${each.key}"
}

resource "aws_iam_role_policy" "uc" {
  for_each = local.conditions
  role     = aws_iam_role.uc[each.key].id
  policy   = data.databricks_aws_unity_catalog_policy.uc[each.key].json
}

resource "aws_iam_role" "uc" {
  for_each = local.conditions
  name     = "uc-${each.key}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.uc[each.key].aws_iam_role[0].external_id } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::123456789012:root" }
        Condition = each.value
      },
    ]
  })
}

# What is denied to everybody but these is not denied to the role.
resource "databricks_storage_credential" "guarded" {
  name = "guarded"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/guarded"
  }
}

resource "aws_iam_role" "guarded" {
  name = "guarded"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::123456789012:root" }
      },
      {
        Effect    = "Deny"
        Action    = "sts:AssumeRole"
        Principal = "*"
        Condition = { ArnNotEquals = { "aws:PrincipalArn" = [
          "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL",
          "arn:aws:iam::123456789012:role/guarded",
        ] } }
      },
    ]
  })
  inline_policy {
    name   = "itself"
    policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::1234*" }] })
  }
}
