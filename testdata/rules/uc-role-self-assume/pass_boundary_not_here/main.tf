# Boundaries that are handed in, or are made of what is: none of the policies here.
variable "boundary" {
  type = string
}

variable "account" {
  type = string
}

data "aws_ssm_parameter" "boundary" {
  name = "/salt/boundary"
}

locals {
  boundaries = {
    whole   = var.boundary
    account = "arn:aws:iam::${var.account}:policy/limits"
    read    = data.aws_ssm_parameter.boundary.value
  }
}

resource "databricks_storage_credential" "each" {
  for_each = local.boundaries
  name     = each.key
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/${each.key}"
  }
}

resource "aws_iam_role" "each" {
  for_each             = local.boundaries
  name                 = each.key
  permissions_boundary = each.value
  assume_role_policy = jsonencode({
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
        Principal = { AWS = "arn:aws:iam::210987654321:root" }
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::210987654321:role/${each.key}" } }
      },
    ]
  })
}

resource "aws_iam_role_policy" "each" {
  for_each = local.boundaries
  name     = each.key
  role     = aws_iam_role.each[each.key].id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::210987654321:role/${each.key}" }]
  })
}
