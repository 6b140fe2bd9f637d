# Odd and right: case of the key, several values, Null beside IfExists, roles that Databricks may not assume.
variable "databricks_account_id" {
  type = string
}

variable "aws_account_id" {
  type = string
}

data "aws_caller_identity" "current" {}

resource "aws_iam_role" "like" {
  name = "like"
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = {
        StringLike = { "STS:EXTERNALID" = var.databricks_account_id }
        IpAddress  = { "aws:SourceIp" = "10.0.0.0/8" }
      }
    }]
  })
}

resource "aws_iam_role" "null_false" {
  name = "null-false"
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = {
        StringEqualsIfExists = { "sts:ExternalId" = var.databricks_account_id }
        Null                 = { "sts:ExternalId" = "false" }
      }
    }]
  })
}

resource "aws_iam_role" "deny" {
  name = "deny"
  assume_role_policy = jsonencode({
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { Service = "ec2.amazonaws.com" }
      },
      {
        Effect    = "Deny"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:root" }
      },
      {
        Effect    = "Allow"
        Action    = "sts:TagSession"
        Principal = { AWS = "arn:aws:iam::414351767826:root" }
      },
    ]
  })
}

resource "aws_iam_role" "own_account" {
  name = "own-account"
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:root", aws_iam_role.deny.arn] }
    }]
  })
}

# No role uses it.
data "aws_iam_policy_document" "unused" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:root"]
    }
  }
}

# None of these exist.
resource "aws_iam_role" "none" {
  count              = 0
  name               = "none"
  assume_role_policy = data.aws_iam_policy_document.unused.json
}
