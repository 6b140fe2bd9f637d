# One role is made here; roles of its name in other accounts and partitions are used, too.
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111111111111"]
}

variable "other" {
  type = string
}

locals {
  master = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL"
  arns = {
    account   = "arn:aws:iam::222222222222:role/uc"
    partition = "arn:aws-us-gov:iam::111111111111:role/uc"
    variable  = "arn:aws:iam::${var.other}:role/uc"
  }
}

resource "databricks_storage_credential" "here" {
  name = "here"
  aws_iam_role {
    role_arn = "arn:aws:iam::111111111111:role/uc"
  }
}

resource "databricks_storage_credential" "there" {
  for_each = local.arns
  name     = each.key
  aws_iam_role {
    role_arn = each.value
  }
}

resource "aws_iam_role" "uc" {
  name = "uc"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = local.master }
      Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.here.aws_iam_role[0].external_id } }
    }]
  })
}

# Nothing says the account of this one, and two are named.
provider "aws" {
  alias = "any"
}

resource "databricks_storage_credential" "one" {
  name = "one"
  aws_iam_role {
    role_arn = "arn:aws:iam::111111111111:role/any"
  }
}

resource "databricks_storage_credential" "two" {
  name = "two"
  aws_iam_role {
    role_arn = "arn:aws:iam::222222222222:role/any"
  }
}

resource "aws_iam_role" "any" {
  provider = aws.any
  name     = "any"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = local.master }
      Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.one.aws_iam_role[0].external_id } }
    }]
  })
}
