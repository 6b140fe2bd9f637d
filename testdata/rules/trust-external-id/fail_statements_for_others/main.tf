# A right id for one principal is none for another, and two wrong ones make no right one.

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
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:root" }
        Condition = { StringEquals = { "sts:ExternalId" = "7c1f0a52-2f0b-4a55-9d0e-3b8f6f1a9c21" } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/SaasUsageDeliveryRole-prod-IAMRole-3PLHICCRR1TK" }
        Condition = { StringEquals = { "sts:ExternalId" = "b5a2d1c4-90f7-4f0d-8a3c-6e2d7f4b1f83" } }
      },
    ]
  })
}

resource "databricks_mws_credentials" "press" {
  credentials_name = "press"
  role_arn         = aws_iam_role.press.arn
}

resource "aws_iam_role" "press" {
  name = "press"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:root" }
        Condition = { StringEquals = { "sts:ExternalId" = "b5a2d1c4-90f7-4f0d-8a3c-6e2d7f4b1f83" } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:root" }
        Condition = { StringEquals = { "sts:ExternalId" = "b6a2d1c4-90f7-4f0d-8a3c-6e2d7f4b1f83" } }
      },
    ]
  })
}

resource "databricks_mws_credentials" "barrel" {
  credentials_name = "barrel"
  role_arn         = aws_iam_role.barrel.arn
}

resource "aws_iam_role" "barrel" {
  name = "barrel"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:root" }
        Condition = { StringEquals = { "sts:ExternalId" = "7c1f0a52-2f0b-4a55-9d0e-3b8f6f1a9c21" } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:root" }
        Condition = {}
      },
    ]
  })
}
