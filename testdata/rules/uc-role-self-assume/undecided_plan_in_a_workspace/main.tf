# The plan was made in the workspace `prod`, which its JSON does not say: the names in the documents are not known.
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
    role_arn = "arn:aws:iam::111122223333:role/uc-${lower(terraform.workspace)}"
  }
}

resource "aws_iam_role" "r" { # undecided: uc-role-self-assume
  name = "uc-${lower(terraform.workspace)}"
  assume_role_policy = jsonencode({ # undecided: uc-role-self-assume
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
        Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::111122223333:role/uc-${lower(terraform.workspace)}" } }
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
      Resource = ["arn:aws:iam::111122223333:role/uc-${lower(terraform.workspace)}", databricks_storage_credential.c.id]
    }]
  })
}

resource "databricks_catalog" "only_here" {
  count = terraform.workspace == "prod" ? 1 : 0
  name  = "only_here"
}
