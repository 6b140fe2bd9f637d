# All conditions of a statement must hold for one id.

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "7c1f0a52-2f0b-4a55-9d0e-3b8f6f1a9c21"
}

resource "databricks_mws_credentials" "press" {
  credentials_name = "press"
  role_arn         = aws_iam_role.press.arn
}

resource "aws_iam_role" "press" {
  name = "press"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = {
        StringEquals = { "sts:ExternalId" = "7c1f0a52-2f0b-4a55-9d0e-3b8f6f1a9c21" }
        StringLike   = { "sts:ExternalId" = "harvest-*" }
      }
    }]
  })
}

resource "databricks_mws_credentials" "mill" {
  credentials_name = "mill"
  role_arn         = aws_iam_role.mill.arn
}

resource "aws_iam_role" "mill" {
  name = "mill"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = {
        StringNotEquals = { "sts:ExternalId" = "7c1f0a52-2f0b-4a55-9d0e-3b8f6f1a9c21" }
        StringEquals    = { "sts:ExternalId" = "7c1f0a52-2f0b-4a55-9d0e-3b8f6f1a9c21" }
      }
    }]
  })
}

resource "databricks_mws_credentials" "kiln" {
  credentials_name = "kiln"
  role_arn         = aws_iam_role.kiln.arn
}

resource "aws_iam_role" "kiln" {
  name = "kiln"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = {
        StringEquals           = { "sts:ExternalId" = ["7c1f0a52-2f0b-4a55-9d0e-3b8f6f1a9c21", "b5a2d1c4-90f7-4f0d-8a3c-6e2d7f4b1f83"] }
        StringEqualsIgnoreCase = { "sts:ExternalId" = "b5a2d1c4-90f7-4f0d-8a3c-6e2d7f4b1f83" }
      }
    }]
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
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
      Condition = {
        StringEquals = { "sts:ExternalId" = databricks_storage_credential.cellar.aws_iam_role[0].external_id }
        StringLike   = { "sts:ExternalId" = "7c1f0a52-2f0b-4a55-9d0e-3b8f6f1a9c21" }
      }
    }]
  })
}
