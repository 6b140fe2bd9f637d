# What is wrong stands in another argument than the one that is left to others.
locals {
  roles = toset(["block", "list", "bounded_block", "half", "block_left", "list_left", "list_changed", "apart", "trusted"])
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

resource "aws_iam_role_policy" "apart" {
  name   = "apart"
  role   = aws_iam_role.apart.id
  policy = local.read
}

resource "aws_iam_role" "block" { # expect: uc-role-self-assume
  name               = "block"
  assume_role_policy = local.trust["block"]
  inline_policy {
    name   = "block"
    policy = local.read
  }
  lifecycle {
    ignore_changes = [managed_policy_arns]
  }
}

resource "aws_iam_role" "list" { # expect: uc-role-self-assume
  name                = "list"
  assume_role_policy  = local.trust["list"]
  managed_policy_arns = [aws_iam_policy.read.arn]
  lifecycle {
    ignore_changes = [inline_policy]
  }
}

resource "aws_iam_role" "bounded_block" { # expect: uc-role-self-assume
  name               = "bounded_block"
  assume_role_policy = local.trust["bounded_block"]
  inline_policy {
    name   = "bounded_block"
    policy = local.read
  }
  lifecycle {
    ignore_changes = [permissions_boundary]
  }
}

resource "aws_iam_role" "half" { # undecided: uc-role-self-assume
  name                = "half"
  assume_role_policy  = local.trust["half"]
  managed_policy_arns = [aws_iam_policy.read.arn]
  inline_policy {
    name   = "half"
    policy = local.read
  }
  lifecycle {
    ignore_changes = [managed_policy_arns]
  }
}

resource "aws_iam_role" "block_left" { # undecided: uc-role-self-assume
  name               = "block_left"
  assume_role_policy = local.trust["block_left"]
  inline_policy {
    name   = "block_left"
    policy = local.read
  }
  lifecycle {
    ignore_changes = [inline_policy]
  }
}

resource "aws_iam_role" "list_left" { # undecided: uc-role-self-assume
  name                = "list_left"
  assume_role_policy  = local.trust["list_left"]
  managed_policy_arns = [aws_iam_policy.read.arn]
  lifecycle {
    ignore_changes = [managed_policy_arns]
  }
}

resource "aws_iam_role" "list_changed" { # undecided: uc-role-self-assume
  name                = "list_changed"
  assume_role_policy  = local.trust["list_changed"]
  managed_policy_arns = [aws_iam_policy.changed.arn]
  lifecycle {
    ignore_changes = [inline_policy]
  }
}

resource "aws_iam_role" "apart" { # expect: uc-role-self-assume
  name               = "apart"
  assume_role_policy = local.trust["apart"]
  lifecycle {
    ignore_changes = [managed_policy_arns]
  }
}

resource "aws_iam_role" "trusted" { # expect: uc-role-self-assume
  name               = "trusted"
  assume_role_policy = local.trust["trusted"]
  inline_policy {
    name   = "trusted"
    policy = local.read
  }
  lifecycle {
    ignore_changes = [assume_role_policy]
  }
}
