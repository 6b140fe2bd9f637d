# `ignore_changes` leaves policies to others once they exist. A role that names itself cannot be created at all.

resource "databricks_storage_credential" "tagged" {
  name = "tagged"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/tagged"
  }
}

resource "aws_iam_role" "tagged" {
  name = "tagged"
  assume_role_policy = jsonencode({ # expect: uc-role-self-assume
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.tagged.aws_iam_role[0].external_id } }
      },
    ]
  })
  lifecycle {
    ignore_changes = [tags]
  }
}

resource "aws_iam_role_policy" "tagged" {
  name = "tagged"
  role = aws_iam_role.tagged.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::210987654321:role/tagged" }]
  })
}

resource "databricks_storage_credential" "trust" {
  name = "trust"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/trust"
  }
}

resource "aws_iam_role" "trust" {
  name = "trust"
  assume_role_policy = jsonencode({ # undecided: uc-role-self-assume
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.trust.aws_iam_role[0].external_id } }
      },
    ]
  })
  lifecycle {
    ignore_changes = [assume_role_policy]
  }
}

resource "aws_iam_role_policy" "trust" {
  name = "trust"
  role = aws_iam_role.trust.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::210987654321:role/trust" }]
  })
}

resource "databricks_storage_credential" "whole" {
  name = "whole"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/whole"
  }
}

resource "aws_iam_role" "whole" {
  name = "whole"
  assume_role_policy = jsonencode({ # undecided: uc-role-self-assume
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.whole.aws_iam_role[0].external_id } }
      },
    ]
  })
  lifecycle {
    ignore_changes = all
  }
}

resource "aws_iam_role_policy" "whole" {
  name = "whole"
  role = aws_iam_role.whole.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::210987654321:role/whole" }]
  })
}

resource "databricks_storage_credential" "itself" {
  name = "itself"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/itself"
  }
}

resource "aws_iam_role" "itself" {
  name = "itself"
  assume_role_policy = jsonencode({ # expect: uc-role-self-assume
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.itself.aws_iam_role[0].external_id } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::210987654321:role/itself" }
      },
    ]
  })
  lifecycle {
    ignore_changes = [assume_role_policy]
  }
}

resource "aws_iam_role_policy" "itself" {
  name = "itself"
  role = aws_iam_role.itself.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::210987654321:role/itself" }]
  })
}

resource "databricks_storage_credential" "right" {
  name = "right"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/right"
  }
}

resource "aws_iam_role" "right" {
  name = "right"
  assume_role_policy = jsonencode({
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.right.aws_iam_role[0].external_id } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::210987654321:root" }
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::210987654321:role/right" } }
      },
    ]
  })
  lifecycle {
    ignore_changes = [assume_role_policy]
  }
}

resource "aws_iam_role_policy" "right" {
  name = "right"
  role = aws_iam_role.right.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::210987654321:role/right" }]
  })
  lifecycle {
    ignore_changes = [policy]
  }
}

resource "databricks_storage_credential" "named" {
  name = "named"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/named"
  }
}

resource "aws_iam_role" "named" { # expect: uc-role-self-assume
  name = "named"
  assume_role_policy = jsonencode({
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.named.aws_iam_role[0].external_id } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::210987654321:root" }
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::210987654321:role/named" } }
      },
    ]
  })
}

resource "aws_iam_role_policy" "named" {
  name = "named"
  role = aws_iam_role.named.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:iam::210987654321:role/named" }]
  })
  lifecycle {
    ignore_changes = [name]
  }
}

resource "databricks_storage_credential" "granted" {
  name = "granted"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/granted"
  }
}

resource "aws_iam_role" "granted" { # undecided: uc-role-self-assume
  name = "granted"
  assume_role_policy = jsonencode({
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.granted.aws_iam_role[0].external_id } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::210987654321:root" }
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::210987654321:role/granted" } }
      },
    ]
  })
}

resource "aws_iam_role_policy" "granted" {
  name = "granted"
  role = aws_iam_role.granted.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:iam::210987654321:role/granted" }]
  })
  lifecycle {
    ignore_changes = [policy]
  }
}
