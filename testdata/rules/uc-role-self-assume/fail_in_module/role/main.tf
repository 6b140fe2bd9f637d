variable "name" {
  type = string
}

resource "aws_iam_role" "this" { # expect: uc-role-self-assume
  name = "uc-${var.name}"
  assume_role_policy = jsonencode({ # expect: uc-role-self-assume
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = { StringEquals = { "sts:ExternalId" = "0f3a1c52-0000-4000-8000-000000000001" } }
    }]
  })

  inline_policy {
    name   = "s3"
    policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
  }
}

resource "aws_iam_role_policy_attachment" "s3" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonS3FullAccess"
}

output "arn" {
  value = aws_iam_role.this.arn
}
