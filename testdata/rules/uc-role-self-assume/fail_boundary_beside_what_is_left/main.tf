# A permissions boundary is left to others where it is named itself, or the document of its policy.
locals {
  roles = toset(["inline", "managed", "trusted", "itself", "whole", "document", "aws"])
  read  = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::saltworks/*" }] })
  assume = { for name in local.roles : name => jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::210987654321:role/${name}" }]
  }) }
  trust = { for name in local.roles : name => jsonencode({
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.each[name].aws_iam_role[0].external_id } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::210987654321:root" }
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::210987654321:role/${name}" } }
      },
    ]
  }) }
}

resource "databricks_storage_credential" "each" {
  for_each = local.roles
  name     = each.key
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/${each.key}"
  }
}

resource "aws_iam_policy" "read" {
  name   = "read"
  policy = local.read
}

resource "aws_iam_policy" "changed" {
  name   = "changed"
  policy = local.read
  lifecycle {
    ignore_changes = [policy]
  }
}

resource "aws_iam_role" "inline" {
  name                 = "inline"
  assume_role_policy   = local.trust["inline"]
  permissions_boundary = aws_iam_policy.read.arn # expect: uc-role-self-assume
  inline_policy {
    name   = "inline"
    policy = local.assume["inline"]
  }
  lifecycle {
    ignore_changes = [inline_policy]
  }
}

resource "aws_iam_role" "managed" {
  name                 = "managed"
  assume_role_policy   = local.trust["managed"]
  permissions_boundary = aws_iam_policy.read.arn # expect: uc-role-self-assume
  inline_policy {
    name   = "managed"
    policy = local.assume["managed"]
  }
  lifecycle {
    ignore_changes = [inline_policy, managed_policy_arns]
  }
}

resource "aws_iam_role" "trusted" {
  name                 = "trusted"
  assume_role_policy   = local.trust["trusted"]
  permissions_boundary = aws_iam_policy.read.arn # expect: uc-role-self-assume
  inline_policy {
    name   = "trusted"
    policy = local.assume["trusted"]
  }
  lifecycle {
    ignore_changes = [assume_role_policy]
  }
}

resource "aws_iam_role" "itself" {
  name                 = "itself"
  assume_role_policy   = local.trust["itself"]
  permissions_boundary = aws_iam_policy.read.arn # undecided: uc-role-self-assume
  inline_policy {
    name   = "itself"
    policy = local.assume["itself"]
  }
  lifecycle {
    ignore_changes = [permissions_boundary]
  }
}

resource "aws_iam_role" "whole" {
  name                 = "whole"
  assume_role_policy   = local.trust["whole"]
  permissions_boundary = aws_iam_policy.read.arn # undecided: uc-role-self-assume
  inline_policy {
    name   = "whole"
    policy = local.assume["whole"]
  }
  lifecycle {
    ignore_changes = all
  }
}

resource "aws_iam_role" "document" {
  name                 = "document"
  assume_role_policy   = local.trust["document"]
  permissions_boundary = aws_iam_policy.changed.arn # undecided: uc-role-self-assume
  inline_policy {
    name   = "document"
    policy = local.assume["document"]
  }
}

resource "aws_iam_role" "aws" {
  name                 = "aws"
  assume_role_policy   = local.trust["aws"]
  permissions_boundary = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" # undecided: uc-role-self-assume
  inline_policy {
    name   = "aws"
    policy = local.assume["aws"]
  }
  lifecycle {
    ignore_changes = [permissions_boundary]
  }
}
