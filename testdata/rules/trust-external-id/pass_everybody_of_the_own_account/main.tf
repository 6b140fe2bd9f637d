# Nobody of Databricks gets through the conditions, or only with an external id.
locals {
  conditions = {
    own       = { StringEquals = { "aws:PrincipalAccount" = "123456789012" } }
    mixed     = { StringEquals = { "aws:PrincipalAccount" = ["123456789012", "414351767826"], "sts:ExternalId" = "a" } }
    optional  = { StringEqualsIfExists = { "aws:PrincipalAccount" = "414351767826" } }
    elsewhere = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::123456789012:role/unity-catalog-*" } }
  }
}

resource "aws_iam_role" "each" {
  for_each = local.conditions
  name     = each.key
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = "*"
      Condition = each.value
    }]
  })
}
