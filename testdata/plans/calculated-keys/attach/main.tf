terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "role" {
  type = object({ name = string, arn = string })
}

resource "aws_iam_policy" "itself" {
  name = "itself"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = var.role.arn }]
  })
}

resource "aws_iam_role_policy_attachment" "itself" {
  role       = var.role.name
  policy_arn = aws_iam_policy.itself.arn
}
