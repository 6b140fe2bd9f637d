provider "databricks" {
  alias      = "one"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "11111111-2222-3333-4444-555555555555"
}

provider "databricks" {
  alias      = "two"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "22222222-2222-3333-4444-555555555555"
}

data "databricks_aws_assume_role_policy" "this" {
  external_id = "11111111-2222-3333-4444-555555555555"
}

# The one that cannot use it comes second.
resource "aws_iam_role" "workspace" {
  name               = "workspace"
  assume_role_policy = data.databricks_aws_assume_role_policy.this.json # expect: trust-external-id
}

resource "databricks_mws_credentials" "a" {
  provider         = databricks.one
  credentials_name = "a"
  role_arn         = aws_iam_role.workspace.arn
}

resource "databricks_mws_credentials" "b" {
  provider         = databricks.two
  credentials_name = "b"
  role_arn         = aws_iam_role.workspace.arn
}

# It comes first, and Unity Catalog uses the role as well.
resource "databricks_storage_credential" "both" {
  name = "both"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/both"
  }
}

resource "aws_iam_role" "both" {
  name = "both"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:root" }
        Condition = { StringEquals = { "sts:ExternalId" = "22222222-2222-3333-4444-555555555555" } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.both.aws_iam_role[0].external_id } }
      },
    ]
  })
}

resource "databricks_mws_credentials" "c" {
  provider         = databricks.one
  credentials_name = "c"
  role_arn         = "arn:aws:iam::123456789012:role/both"
}

resource "databricks_mws_credentials" "d" {
  provider         = databricks.two
  credentials_name = "d"
  role_arn         = "arn:aws:iam::123456789012:role/both"
}
