# What one statement accepts for one principal, another does not take away.

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "7c1f0a52-2f0b-4a55-9d0e-3b8f6f1a9c21"
}

resource "databricks_mws_credentials" "vineyard" {
  credentials_name = "vineyard"
  role_arn         = aws_iam_role.vineyard.arn
}

resource "aws_iam_role" "vineyard" {
  name = "vineyard"
  assume_role_policy = jsonencode({
    Statement = [
      for account in ["b5a2d1c4-90f7-4f0d-8a3c-6e2d7f4b1f83", "7c1f0a52-2f0b-4a55-9d0e-3b8f6f1a9c21"] : {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:root" }
        Condition = { StringEquals = { "sts:ExternalId" = account } }
      }
    ]
  })
}

resource "databricks_storage_credential" "cellar" {
  name = "cellar"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/cellar"
  }
}

resource "aws_iam_role" "cellar" {
  name = "cellar"
  assume_role_policy = jsonencode({
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.cellar.aws_iam_role[0].external_id } }
      },
      # Of a credential of another metastore.
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = "b5a2d1c4-90f7-4f0d-8a3c-6e2d7f4b1f83" } }
      },
    ]
  })
}
