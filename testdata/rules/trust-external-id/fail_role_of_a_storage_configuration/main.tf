# A storage credential that uses the role as well has an id of its own, and none is asked for.

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "7c1f0a52-2f0b-4a55-9d0e-3b8f6f1a9c21"
}

resource "databricks_mws_storage_configurations" "rootstock" {
  account_id                 = "7c1f0a52-2f0b-4a55-9d0e-3b8f6f1a9c21"
  storage_configuration_name = "rootstock"
  bucket_name                = "harvest-rootstock"
  role_arn                   = aws_iam_role.rootstock.arn
}

resource "databricks_storage_credential" "grafted" {
  name = "grafted"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/rootstock"
  }
}

resource "aws_iam_role" "rootstock" {
  name = "rootstock"
  assume_role_policy = jsonencode({ # expect: trust-external-id
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
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::210987654321:role/rootstock" } }
      },
    ]
  })
}

resource "databricks_mws_storage_configurations" "seedling" {
  account_id                 = "7c1f0a52-2f0b-4a55-9d0e-3b8f6f1a9c21"
  storage_configuration_name = "seedling"
  bucket_name                = "harvest-seedling"
  role_arn                   = aws_iam_role.seedling.arn
}

resource "aws_iam_role" "seedling" {
  name = "seedling"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = {}
      },
    ]
  })
}
