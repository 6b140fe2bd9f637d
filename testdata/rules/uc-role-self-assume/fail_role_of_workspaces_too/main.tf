# Only what is of Unity Catalog is said to be.

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "7c1f0a52-2f0b-4a55-9d0e-3b8f6f1a9c21"
}

resource "databricks_mws_credentials" "workspaces" {
  credentials_name = "workspaces"
  role_arn         = "arn:aws:iam::210987654321:role/press"
}

resource "databricks_storage_credential" "press" {
  name = "press"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/press"
  }
}

resource "aws_iam_role" "press" {
  name = "press"
  assume_role_policy = jsonencode({ # expect: uc-role-self-assume
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = { StringEquals = { "sts:ExternalId" = "7c1f0a52-2f0b-4a55-9d0e-3b8f6f1a9c21" } }
    }]
  })
}

resource "aws_iam_role_policy" "press" {
  name = "press"
  role = aws_iam_role.press.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::210987654321:role/press" }]
  })
}
