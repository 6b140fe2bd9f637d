terraform {
  backend "s3" {
  }
}

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "7c1f0a52-2f0b-4a55-9d0e-3b8f6f1a9c21"
}

resource "aws_iam_role" "orchard" {
  name = "orchard"
  assume_role_policy = jsonencode({
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = "7c1f0a52-2f0b-4a55-9d0e-3b8f6f1a9c21" } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::210987654321:root" }
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::210987654321:role/orchard" } }
      },
    ]
  })
}
