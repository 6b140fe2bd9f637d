# A policy of the same name, of whatever account the profile is of.

provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias   = "audit"
  region  = "eu-west-1"
  profile = "audit"
}

resource "aws_iam_policy" "weavers" {
  provider = aws.audit
  name     = "weavers"
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }]
  })
}

resource "databricks_storage_credential" "jute" {
  name = "jute"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/jute"
  }
}

resource "aws_iam_role" "jute" {
  name                 = "jute"
  permissions_boundary = "arn:aws:iam::210987654321:policy/weavers"
  assume_role_policy = jsonencode({
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.jute.aws_iam_role[0].external_id } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::210987654321:root" }
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::210987654321:role/jute" } }
      },
    ]
  })
}

resource "aws_iam_role_policy" "jute" {
  name = "jute"
  role = aws_iam_role.jute.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::210987654321:role/jute" }]
  })
}
