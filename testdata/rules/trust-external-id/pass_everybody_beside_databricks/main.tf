# Databricks does not get in by the statement for everybody, or not at all.
locals {
  condition = { StringEquals = { "sts:ExternalId" = "00000000-0000-0000-0000-000000000001" } }
  account   = { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "414351767826" }, Condition = local.condition }
  everybody = { Effect = "Allow", Action = "sts:AssumeRole", Principal = "*" }
  statements = {
    own      = [local.account, merge(local.everybody, { Condition = { StringEquals = { "aws:PrincipalAccount" = "123456789012" } } })]
    both     = [local.account, merge(local.everybody, { Condition = local.condition })]
    nobody   = [merge(local.account, { Condition = { StringEquals = { "aws:PrincipalAccount" = "123456789012" } } }), local.everybody]
    denied   = [merge(local.account, { Effect = "Deny" }), local.everybody]
    tagging  = [merge(local.account, { Action = "sts:TagSession" }), local.everybody]
    services = [merge(local.account, { Principal = { Service = "ec2.amazonaws.com" } }), local.everybody]
  }
}

resource "aws_iam_role" "each" {
  for_each           = local.statements
  name               = each.key
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = each.value })
}

# Whom else a statement is for says its condition.
resource "random_uuid" "partner" {}

resource "aws_iam_role" "partner" {
  name = "partner"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [local.account, {
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = "*"
      Condition = { StringEquals = { "sts:ExternalId" = random_uuid.partner.result } }
    }]
  })
}

resource "aws_iam_role" "fleet" {
  name = "fleet"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [local.account, {
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = "*"
      Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:role/acme-fleet-*" } }
    }]
  })
}
