# An account is named by its id alone as by the ARN of its root.
variable "aws_account_id" {
  type = string
}

data "aws_caller_identity" "here" {}

locals {
  ids = {
    caller   = data.aws_caller_identity.here.account_id
    short    = data.aws_caller_identity.here.id
    variable = var.aws_account_id
    written  = "123456789012"
  }
}

resource "databricks_storage_credential" "each" {
  for_each = local.ids
  name     = each.key
  aws_iam_role {
    role_arn = "arn:aws:iam::${each.value}:role/${each.key}"
  }
}

resource "aws_iam_role" "each" {
  for_each = local.ids
  name     = each.key
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.each[each.key].aws_iam_role[0].external_id } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = each.value }
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::${each.value}:role/${each.key}" } }
      },
    ]
  })
  inline_policy {
    name = "self"
    policy = jsonencode({
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::${each.value}:role/${each.key}" }]
    })
  }
}
