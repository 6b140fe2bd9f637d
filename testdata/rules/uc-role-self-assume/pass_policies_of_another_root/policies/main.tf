# By the name that the other root gives.
data "aws_iam_role" "uc" {
  name = "uc"
}

resource "aws_iam_role_policy" "self" {
  name = "self"
  role = data.aws_iam_role.uc.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::123456789012:role/uc" }]
  })
}
