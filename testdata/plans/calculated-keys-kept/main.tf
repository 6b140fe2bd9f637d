# Everything exists already, so that the plan knows every value: of the policies the one that matters is attached to nothing.
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

data "aws_caller_identity" "here" {}

locals {
  account = data.aws_caller_identity.here.account_id
  arn     = "arn:aws:iam::${local.account}:role/unity"
}

resource "aws_iam_role" "unity" { # expect: uc-role-self-assume
  name = "unity"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d" } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::${local.account}:root" }
      },
    ]
  })
}

resource "aws_iam_policy" "all" {
  for_each = {
    itself = { action = "sts:AssumeRole", on = local.arn }
    files  = { action = "s3:*", on = "*" }
  }
  name = each.key
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = each.value.action, Resource = each.value.on }]
  })
}

resource "aws_iam_role_policy_attachment" "all" {
  for_each   = { for name, policy in aws_iam_policy.all : name => policy if name != "itself" }
  role       = aws_iam_role.unity.name
  policy_arn = each.value.arn
}
