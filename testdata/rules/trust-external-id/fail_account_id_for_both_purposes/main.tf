# The account id is that of the workspaces, and of no credential.

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "7c1f0a52-2f0b-4a55-9d0e-3b8f6f1a9c21"
}

resource "databricks_mws_credentials" "orchard" {
  credentials_name = "orchard"
  role_arn         = "arn:aws:iam::210987654321:role/orchard"
}

resource "databricks_storage_credential" "orchard" {
  name = "orchard"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/orchard"
  }
}

resource "aws_iam_role" "orchard" {
  name = "orchard"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = { StringEquals = { "sts:ExternalId" = "7c1f0a52-2f0b-4a55-9d0e-3b8f6f1a9c21" } }
    }]
  })
}
