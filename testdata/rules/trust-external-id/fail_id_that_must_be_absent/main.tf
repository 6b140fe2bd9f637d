# An id that has to be there and must not be.

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
        Null         = { "sts:ExternalId" = "true" }
      }
    }]
  })
}
