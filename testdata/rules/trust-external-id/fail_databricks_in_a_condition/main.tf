# Everybody, narrowed down to Databricks: the same as naming it.
data "aws_iam_policy_document" "account" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalAccount"
      values   = ["414351767826"]
    }
  }
}

resource "aws_iam_role" "account" {
  name               = "account"
  assume_role_policy = data.aws_iam_policy_document.account.json # expect: trust-external-id
}

resource "aws_iam_role" "by_name" {
  name = "by-name"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "*" }
      Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::414351767826:role/unity-catalog-prod-*" } }
    }]
  })
}
