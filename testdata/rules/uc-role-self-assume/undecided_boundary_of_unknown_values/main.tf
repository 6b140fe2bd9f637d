# What the boundary allows hangs on variables.

variable "document" {
  type = string
}

variable "denied" {
  type = string
}

variable "boundary" {
  type = string
}

variable "narrow" {
  type = bool
}

resource "aws_iam_policy" "given" {
  name   = "given"
  policy = var.document
}

resource "aws_iam_policy" "denying" {
  name = "denying"
  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Action = "*", Resource = "*" },
      { Effect = "Deny", Action = var.denied, Resource = "*" },
    ]
  })
}

resource "databricks_storage_credential" "flax" {
  name = "flax"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/flax"
  }
}

resource "aws_iam_role" "flax" {
  name                 = "flax"
  permissions_boundary = aws_iam_policy.given.arn # undecided: uc-role-self-assume
  assume_role_policy = jsonencode({
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.flax.aws_iam_role[0].external_id } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::210987654321:root" }
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::210987654321:role/flax" } }
      },
    ]
  })
}

resource "aws_iam_role_policy" "flax" {
  name = "flax"
  role = aws_iam_role.flax.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::210987654321:role/flax" }]
  })
}

resource "databricks_storage_credential" "hemp" {
  name = "hemp"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/hemp"
  }
}

resource "aws_iam_role" "hemp" {
  name                 = "hemp"
  permissions_boundary = aws_iam_policy.denying.arn # undecided: uc-role-self-assume
  assume_role_policy = jsonencode({
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.hemp.aws_iam_role[0].external_id } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::210987654321:root" }
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::210987654321:role/hemp" } }
      },
    ]
  })
}

resource "aws_iam_role_policy" "hemp" {
  name = "hemp"
  role = aws_iam_role.hemp.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::210987654321:role/hemp" }]
  })
}

# One of the two is a policy that does not allow it.
resource "databricks_storage_credential" "jute" {
  name = "jute"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/jute"
  }
}

resource "aws_iam_role" "jute" {
  name                 = "jute"
  permissions_boundary = var.narrow ? "arn:aws:iam::aws:policy/AmazonS3FullAccess" : var.boundary # undecided: uc-role-self-assume
  assume_role_policy = jsonencode({
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.jute.aws_iam_role[0].external_id } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::210987654321:root" }
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::210987654321:role/jute" } }
      },
    ]
  })
}

resource "aws_iam_role_policy" "jute" {
  name = "jute"
  role = aws_iam_role.jute.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::210987654321:role/jute" }]
  })
}
