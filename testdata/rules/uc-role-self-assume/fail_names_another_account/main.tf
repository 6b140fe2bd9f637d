provider "aws" {
  alias               = "dev"
  region              = "eu-west-1"
  allowed_account_ids = ["111111111111"]
}

provider "aws" {
  alias               = "prod"
  region              = "eu-west-1"
  allowed_account_ids = ["222222222222"]
}

locals {
  policy = { for account in ["111111111111", "222222222222"] : account => jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sts:AssumeRole"
      Resource = "arn:aws:iam::${account}:role/uc"
    }]
  }) }
}

resource "databricks_storage_credential" "this" {
  for_each = toset(["111111111111", "222222222222"])
  name     = each.key
  aws_iam_role {
    role_arn = "arn:aws:iam::${each.key}:role/uc"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "dev" {
  aws_account_id = "111111111111"
  role_name      = "uc"
  external_id    = databricks_storage_credential.this["111111111111"].aws_iam_role[0].external_id
}

data "databricks_aws_unity_catalog_assume_role_policy" "prod" {
  aws_account_id = "222222222222"
  role_name      = "uc"
  external_id    = databricks_storage_credential.this["222222222222"].aws_iam_role[0].external_id
}

# Right.
resource "aws_iam_role" "dev" {
  provider           = aws.dev
  name               = "uc"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.dev.json
}

resource "aws_iam_role_policy" "dev" {
  provider = aws.dev
  role     = aws_iam_role.dev.id
  policy   = local.policy["111111111111"]
}

# Its policy names the account of the other.
resource "aws_iam_role" "prod" { # expect: uc-role-self-assume
  provider           = aws.prod
  name               = "uc"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.prod.json
}

resource "aws_iam_role_policy" "prod" {
  provider = aws.prod
  role     = aws_iam_role.prod.id
  policy   = local.policy["111111111111"]
}

# So does the trust policy of this one, which no credential here uses.
resource "aws_iam_role" "trust" {
  provider = aws.prod
  name     = "trust"
  assume_role_policy = jsonencode({ # expect: uc-role-self-assume
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
        Principal = { AWS = "arn:aws:iam::111111111111:root" }
      },
    ]
  })
}

resource "aws_iam_role_policy" "trust" {
  provider = aws.prod
  role     = aws_iam_role.trust.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:*", Resource = "arn:aws:iam::*:role/trust" }]
  })
}
