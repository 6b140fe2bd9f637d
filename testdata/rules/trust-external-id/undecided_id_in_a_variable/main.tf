# The account is known, and the id that is required has no value.

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "7c1f0a52-2f0b-4a55-9d0e-3b8f6f1a9c21"
}

variable "account_of_the_orchard" {
  type = string
}

resource "databricks_mws_credentials" "orchard" {
  credentials_name = "orchard"
  role_arn         = aws_iam_role.orchard.arn
}

resource "aws_iam_role" "orchard" {
  name = "orchard"
  assume_role_policy = jsonencode({ # undecided: trust-external-id
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = { StringEquals = { "sts:ExternalId" = var.account_of_the_orchard } }
    }]
  })
}
