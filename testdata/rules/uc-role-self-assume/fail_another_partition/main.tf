# The policies name the commercial partition, which is what they name where nothing else is written.
provider "aws" {
  region = "us-gov-west-1"
}

variable "aws_account_id" {
  type = string
}

resource "databricks_storage_credential" "lake" {
  name = "lake"
  aws_iam_role {
    role_arn = "arn:aws-us-gov:iam::${var.aws_account_id}:role/lake"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "lake" {
  aws_account_id = var.aws_account_id
  role_name      = "lake"
  external_id    = databricks_storage_credential.lake.aws_iam_role[0].external_id
}

data "databricks_aws_unity_catalog_policy" "lake" {
  aws_account_id = var.aws_account_id
  bucket_name    = "northwind-lake"
  role_name      = "lake"
}

resource "aws_iam_role" "lake" { # expect: uc-role-self-assume
  name               = "lake"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.lake.json # expect: uc-role-self-assume
}

resource "aws_iam_role_policy" "lake" {
  role   = aws_iam_role.lake.id
  policy = data.databricks_aws_unity_catalog_policy.lake.json
}

# The account may be another one and the partition is: the account is said.
resource "databricks_storage_credential" "ledger" {
  name = "ledger"
  aws_iam_role {
    role_arn = "arn:aws-us-gov:iam::123456789012:role/ledger"
  }
}

resource "aws_iam_role" "ledger" { # expect: uc-role-self-assume
  name = "ledger"
  assume_role_policy = jsonencode({ # expect: uc-role-self-assume
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::999999999999:role/ledger" }
    }]
  })
  inline_policy {
    name = "self"
    policy = jsonencode({
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::123456789012:role/ledger" }]
    })
  }
}
