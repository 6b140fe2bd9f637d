provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111111111111"]
}

provider "aws" {
  alias  = "prod"
  region = "eu-west-1"
  assume_role {
    role_arn = "arn:aws:iam::222222222222:role/deploy"
  }
}

data "aws_caller_identity" "prod" {
  provider = aws.prod
}

locals {
  master = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL"
}

resource "databricks_storage_credential" "dev" {
  name = "dev"
  aws_iam_role {
    role_arn = "arn:aws:iam::111111111111:role/uc"
  }
}

resource "databricks_storage_credential" "prod" {
  name = "prod"
  aws_iam_role {
    role_arn = "arn:aws:iam::222222222222:role/uc"
  }
}

# The id of the wrong one.
resource "aws_iam_role" "prod" {
  provider = aws.prod
  name     = "uc"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = local.master }
      Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.dev.aws_iam_role[0].external_id } }
    }]
  })
}

# Two credentials of one account, which is written in two ways, use one role.
resource "databricks_storage_credential" "written" {
  name = "written"
  aws_iam_role {
    role_arn = "arn:aws:iam::222222222222:role/shared"
  }
}

resource "databricks_storage_credential" "asked" {
  name = "asked"
  aws_iam_role {
    role_arn = "arn:aws:iam::${data.aws_caller_identity.prod.account_id}:role/shared"
  }
}

resource "aws_iam_role" "shared" {
  provider = aws.prod
  name     = "shared"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = local.master }
      Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.asked.aws_iam_role[0].external_id } }
    }]
  })
}

# The role of this name in the other account is no reason to think that this is not the one.
resource "aws_iam_role" "shared_dev" {
  name = "shared"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}
