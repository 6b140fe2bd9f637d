# The policies are attached by the name that both roles have.
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

resource "databricks_storage_credential" "this" {
  for_each = toset(["111111111111", "222222222222"])
  name     = each.key
  aws_iam_role {
    role_arn = "arn:aws:iam::${each.key}:role/uc"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "this" {
  for_each       = databricks_storage_credential.this
  aws_account_id = each.key
  role_name      = "uc"
  external_id    = each.value.aws_iam_role[0].external_id
}

resource "aws_iam_role" "dev" {
  provider           = aws.dev
  name               = "uc"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.this["111111111111"].json
}

resource "aws_iam_role_policy" "dev" {
  provider = aws.dev
  role     = "uc"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::111111111111:role/uc" }]
  })
}

resource "aws_iam_role" "prod" { # expect: uc-role-self-assume
  provider           = aws.prod
  name               = "uc"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.this["222222222222"].json
}

resource "aws_iam_role_policy" "prod" {
  provider = aws.prod
  role     = "uc"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }]
  })
}

# A policy of the same name in the other account.
resource "databricks_storage_credential" "managed" {
  name = "managed"
  aws_iam_role {
    role_arn = "arn:aws:iam::222222222222:role/managed"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "managed" {
  aws_account_id = "222222222222"
  role_name      = "managed"
  external_id    = databricks_storage_credential.managed.aws_iam_role[0].external_id
}

resource "aws_iam_role" "managed" { # expect: uc-role-self-assume
  provider           = aws.prod
  name               = "managed"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.managed.json
}

resource "aws_iam_policy" "dev" {
  provider = aws.dev
  name     = "assume"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::*:role/managed" }]
  })
}

resource "aws_iam_policy" "prod" {
  provider = aws.prod
  name     = "assume"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }]
  })
}

resource "aws_iam_role_policy_attachment" "managed" {
  provider   = aws.prod
  role       = aws_iam_role.managed.name
  policy_arn = "arn:aws:iam::222222222222:policy/assume"
}
