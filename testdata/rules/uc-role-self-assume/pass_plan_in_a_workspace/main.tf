# The plan was made in the workspace `prod`, which its JSON does not say but through the name of the role.
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
    databricks = {
      source = "databricks/databricks"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

provider "databricks" {
  host = "https://acme-prod.cloud.databricks.com"
}

resource "databricks_storage_credential" "c" {
  name = "c"
  aws_iam_role {
    role_arn = "arn:aws:iam::111122223333:role/uc-${terraform.workspace}"
  }
}

resource "aws_iam_role" "r" {
  name = "uc-${terraform.workspace}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = ["arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL"] }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.c.aws_iam_role[0].external_id } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = ["arn:aws:iam::111122223333:root"] }
        Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::111122223333:role/uc-${terraform.workspace}" } }
      },
    ]
  })
}

resource "aws_iam_role_policy" "p" {
  name = "self"
  role = aws_iam_role.r.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["sts:AssumeRole"]
      Resource = ["arn:aws:iam::111122223333:role/uc-${terraform.workspace}", databricks_storage_credential.c.id]
    }]
  })
}

resource "databricks_catalog" "only_here" {
  count = terraform.workspace == "prod" ? 1 : 0
  name  = "only_here"
}
