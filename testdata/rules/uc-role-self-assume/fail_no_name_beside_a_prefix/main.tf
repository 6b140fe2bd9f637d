variable "account" {
  type = string
}

resource "aws_iam_role" "uc" {
  name        = null
  name_prefix = "uc-"
  assume_role_policy = jsonencode({ # expect: uc-role-self-assume
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::${var.account}:root" }
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::${var.account}:role/unity-*" } }
      },
    ]
  })
}

resource "aws_iam_role_policy" "uc" {
  role = aws_iam_role.uc.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = aws_iam_role.uc.arn }]
  })
}
