# Whether the role fulfils these conditions is not known.
variable "account" {
  type = string
}

locals {
  conditions = {
    variable     = { StringEquals = { "aws:PrincipalAccount" = var.account } }
    unlike       = { StringNotEquals = { "aws:PrincipalAccount" = var.account } }
    text         = { ArnLike = { "aws:PrincipalArn" = "*:role/uc-text" } }
    number       = { NumericEquals = { "aws:PrincipalArn" = "1" } }
    organization = { StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
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
  assume_role_policy = jsonencode({ # undecided: uc-role-self-assume
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

# Nothing says the account of this one, so that it can be the one that is left out.
provider "aws" {
  alias  = "somewhere"
  region = "us-east-1"
}

resource "aws_iam_role" "somewhere" {
  provider = aws.somewhere
  name     = "somewhere"
  assume_role_policy = jsonencode({ # undecided: uc-role-self-assume
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = "0f3a1c52-0000-4000-8000-000000000001" } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = "*"
        Condition = { StringNotEquals = { "aws:PrincipalAccount" = "111122223333" } }
      },
    ]
  })
  inline_policy {
    name   = "itself"
    policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "*" }] })
  }
}
