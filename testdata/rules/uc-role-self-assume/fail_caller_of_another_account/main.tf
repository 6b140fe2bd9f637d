# Who calls in another account is named by its id alone.
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["222222222222"]
}

provider "aws" {
  alias               = "network"
  region              = "eu-west-1"
  allowed_account_ids = ["333333333333"]
}

data "aws_caller_identity" "network" {
  provider = aws.network
}

resource "databricks_storage_credential" "lake" {
  name = "lake"
  aws_iam_role {
    role_arn = "arn:aws:iam::222222222222:role/lake"
  }
}

resource "aws_iam_role" "lake" {
  name = "lake"
  assume_role_policy = jsonencode({ # expect: uc-role-self-assume
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = data.aws_caller_identity.network.account_id }
    }]
  })
  inline_policy {
    name   = "itself"
    policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::222222222222:role/lake" }] })
  }
}
