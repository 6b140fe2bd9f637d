variable "role" {
  type = string
}

resource "aws_iam_role_policy" "unknown" {
  role = var.role
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::123456789012:role/uc" }]
  })
}
