# Serverless SQL warehouses of all customers use one role.

resource "aws_iam_role" "open" {
  name = "cellar-open"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::790110701330:role/serverless-customer-resource-role" }
      },
    ]
  })
}

data "aws_iam_policy_document" "any_workspace" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::790110701330:role/serverless-customer-resource-role"]
    }
    condition {
      test     = "StringLike"
      variable = "sts:ExternalId"
      values   = ["databricks-serverless-*"]
    }
  }
}

resource "aws_iam_role" "any_workspace" {
  name               = "cellar-any"
  assume_role_policy = data.aws_iam_policy_document.any_workspace.json # expect: trust-external-id
}

# The workspaces beside it require the right id.
resource "aws_iam_role" "beside" {
  name = "cellar-beside"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:root" }
        Condition = { StringEquals = { "sts:ExternalId" = "5c0de7a1-3b52-4b87-9a64-7f1e0d2c8b39" } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "790110701330" }
        Condition = { StringEquals = { "sts:ExternalId" = "" } }
      },
    ]
  })
}
