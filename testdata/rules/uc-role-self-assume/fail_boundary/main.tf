# A boundary allows nothing, and what it leaves out no policy can allow.

resource "aws_iam_policy" "buckets" {
  name = "buckets"
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }]
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
  permissions_boundary = aws_iam_policy.buckets.arn # expect: uc-role-self-assume
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

resource "aws_iam_policy" "other_roles" {
  name = "other_roles"
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = ["s3:*", "sts:AssumeRole"], Resource = "arn:aws:iam::210987654321:role/loom" }]
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
  permissions_boundary = aws_iam_policy.other_roles.arn # expect: uc-role-self-assume
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

resource "aws_iam_policy" "no_roles" {
  name = "no_roles"
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }, { Effect = "Deny", Action = "sts:*", Resource = "*" }]
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
  permissions_boundary = aws_iam_policy.no_roles.arn # expect: uc-role-self-assume
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
  permissions_boundary = "arn:aws:iam::aws:policy/AmazonS3FullAccess" # expect: uc-role-self-assume
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

resource "aws_iam_policy" "queues" {
  name = "queues"
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sqs:*", Resource = "*" }]
  })
}

resource "databricks_storage_credential" "by_name" {
  name = "by_name"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/by_name"
  }
}

resource "aws_iam_role" "by_name" {
  name                 = "by_name"
  permissions_boundary = "arn:aws:iam::210987654321:policy/queues" # expect: uc-role-self-assume
  assume_role_policy = jsonencode({
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.by_name.aws_iam_role[0].external_id } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::210987654321:root" }
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::210987654321:role/by_name" } }
      },
    ]
  })
}

resource "aws_iam_role_policy" "by_name" {
  name = "by_name"
  role = aws_iam_role.by_name.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::210987654321:role/by_name" }]
  })
}
