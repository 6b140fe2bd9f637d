# The second time Unity Catalog sends the id of the credential again.

resource "databricks_storage_credential" "spare" {
  name = "spare"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/spare"
  }
}

resource "databricks_storage_credential" "press" {
  name = "press"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/press"
  }
}

resource "aws_iam_role" "press" {
  name = "press"
  assume_role_policy = jsonencode({ # expect: uc-role-self-assume
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
        Condition = {
          ArnLike      = { "aws:PrincipalArn" = "arn:aws:iam::210987654321:role/press" }
          StringEquals = { "sts:ExternalId" = databricks_storage_credential.spare.aws_iam_role[0].external_id }
        }
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

resource "databricks_storage_credential" "mill" {
  name = "mill"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/mill"
  }
}

resource "aws_iam_role" "mill" {
  name = "mill"
  assume_role_policy = jsonencode({ # expect: uc-role-self-assume
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
        Condition = {
          ArnLike      = { "aws:PrincipalArn" = "arn:aws:iam::210987654321:role/mill" }
          StringEquals = { "sts:ExternalId" = "" }
        }
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
  name = "kiln"
  assume_role_policy = jsonencode({ # expect: uc-role-self-assume
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
        Condition = {
          ArnLike      = { "aws:PrincipalArn" = "arn:aws:iam::210987654321:role/kiln" }
          StringEquals = { "sts:ExternalId" = databricks_storage_credential.kiln.id }
        }
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

resource "databricks_storage_credential" "loom" {
  name = "loom"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/loom"
  }
}

resource "aws_iam_role" "loom" {
  name = "loom"
  assume_role_policy = jsonencode({ # expect: uc-role-self-assume
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.loom.aws_iam_role[0].external_id } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::210987654321:root" }
        Condition = {
          ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::210987654321:role/loom" }
          Null    = { "sts:ExternalId" = "true" }
        }
      },
    ]
  })
}

resource "aws_iam_role_policy" "loom" {
  name = "loom"
  role = aws_iam_role.loom.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::210987654321:role/loom" }]
  })
}
