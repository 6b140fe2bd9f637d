# The credential says that the account in the variable is that of the role, so nobody of Databricks is in it.
variable "aws_account_id" {
  type = string
}

locals {
  own = "arn:aws:iam::${var.aws_account_id}"
  conditions = {
    own_mfa     = ["${local.own}:root", { Bool = { "aws:MultiFactorAuthPresent" = "true" } }]
    own_id      = [var.aws_account_id, { Bool = { "aws:MultiFactorAuthPresent" = "true" } }]
    own_role    = ["${local.own}:role/deploy", {}]
    own_session = ["arn:aws:sts::${var.aws_account_id}:assumed-role/deploy/ci", {}]
  }
}

resource "databricks_mws_credentials" "each" {
  for_each         = local.conditions
  account_id       = "00000000-0000-0000-0000-000000000001"
  credentials_name = each.key
  role_arn         = "${local.own}:role/${each.key}"
}

resource "aws_iam_role" "each" {
  for_each = local.conditions
  name     = each.key
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:root" }
        Condition = { StringEquals = { "sts:ExternalId" = "00000000-0000-0000-0000-000000000001" } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = each.value[0] }
        Condition = each.value[1]
      },
    ]
  })
}
