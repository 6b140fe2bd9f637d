# An account that is not filled in hides no wrong name, and one that is hides no wrong account.
variable "account" {
  default = "<YOUR_AWS_ACCOUNT_ID>"
}

resource "databricks_storage_credential" "uc" {
  name = "uc"
  aws_iam_role {
    role_arn = "arn:aws:iam::${var.account}:role/catalog/uc"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "uc" {
  aws_account_id = var.account
  role_name      = "uc"
  external_id    = databricks_storage_credential.uc.aws_iam_role[0].external_id
}

data "databricks_aws_unity_catalog_policy" "uc" {
  aws_account_id = var.account
  role_name      = "uc"
  bucket_name    = "acme-uc"
}

resource "aws_iam_role" "uc" { # expect: uc-role-self-assume
  name               = "uc"
  path               = "/catalog/"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.uc.json # expect: uc-role-self-assume

  inline_policy {
    name   = "uc"
    policy = data.databricks_aws_unity_catalog_policy.uc.json
  }
}

# No principal of AWS holds a wildcard.
resource "aws_iam_role" "wildcard" {
  name = "wildcard"
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
        Principal = { AWS = "arn:aws:iam::*:root" }
      },
    ]
  })

  inline_policy {
    name   = "wildcard"
    policy = jsonencode({ Statement = { Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::*:role/wildcard" } })
  }
}
