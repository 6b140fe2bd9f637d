# Boundaries that allow it, and one that is not here.

resource "aws_iam_policy" "most" {
  name = "most"
  policy = jsonencode({
    Statement = [{ Effect = "Allow", NotAction = "iam:*", Resource = "*" }]
  })
}

resource "databricks_storage_credential" "press" {
  name = "press"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/press"
  }
}

resource "aws_iam_role" "press" {
  name                 = "press"
  permissions_boundary = aws_iam_policy.most.arn
  assume_role_policy = jsonencode({
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

resource "aws_iam_policy" "under_conditions" {
  name = "under_conditions"
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:*", Resource = "*", Condition = { Bool = { "aws:SecureTransport" = "true" } } }]
  })
}

resource "databricks_storage_credential" "mill" {
  name = "mill"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/mill"
  }
}

resource "aws_iam_role" "mill" {
  name                 = "mill"
  permissions_boundary = aws_iam_policy.under_conditions.arn
  assume_role_policy = jsonencode({
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

resource "databricks_storage_credential" "kiln" {
  name = "kiln"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/kiln"
  }
}

resource "aws_iam_role" "kiln" {
  name                 = "kiln"
  permissions_boundary = "arn:aws:iam::210987654321:policy/limits"
  assume_role_policy = jsonencode({
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.kiln.aws_iam_role[0].external_id } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::210987654321:root" }
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::210987654321:role/kiln" } }
      },
    ]
  })
}

resource "aws_iam_role_policy" "kiln" {
  name = "kiln"
  role = aws_iam_role.kiln.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::210987654321:role/kiln" }]
  })
}

resource "databricks_storage_credential" "vat" {
  name = "vat"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/vat"
  }
}

resource "aws_iam_role" "vat" {
  name                 = "vat"
  permissions_boundary = "arn:aws:iam::aws:policy/PowerUserAccess"
  assume_role_policy = jsonencode({
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.vat.aws_iam_role[0].external_id } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::210987654321:root" }
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::210987654321:role/vat" } }
      },
    ]
  })
}

resource "aws_iam_role_policy" "vat" {
  name = "vat"
  role = aws_iam_role.vat.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::210987654321:role/vat" }]
  })
}
