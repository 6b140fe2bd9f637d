# What is not evaluated leaves a denial open, and a principal without a value does.

resource "databricks_storage_credential" "press" {
  name = "press"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/press"
  }
}

resource "aws_iam_role" "press" {
  name = "press"
  assume_role_policy = jsonencode({ # undecided: uc-role-self-assume
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.press.aws_iam_role[0].external_id } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::210987654321:root" }
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::210987654321:role/press" } }
      },
      {
        Effect    = "Deny"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "*" }
        Condition = { StringEquals = { "aws:PrincipalArn" = "arn:aws:iam::210987654321:role/press", "aws:PrincipalTag/harvest" = "no" } }
      },
    ]
  })
}

resource "aws_iam_role_policy" "press" {
  name = "press"
  role = aws_iam_role.press.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::210987654321:role/press" }]
  })
}

variable "somebody" {
  type = string
}

resource "databricks_storage_credential" "mill" {
  name = "mill"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/mill"
  }
}

resource "aws_iam_role" "mill" {
  name = "mill"
  assume_role_policy = jsonencode({ # undecided: uc-role-self-assume
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.mill.aws_iam_role[0].external_id } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::210987654321:root" }
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::210987654321:role/mill" } }
      },
      {
        Effect    = "Deny"
        Action    = "sts:AssumeRole"
        Principal = { AWS = var.somebody }
      },
    ]
  })
}

resource "aws_iam_role_policy" "mill" {
  name = "mill"
  role = aws_iam_role.mill.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::210987654321:role/mill" }]
  })
}
