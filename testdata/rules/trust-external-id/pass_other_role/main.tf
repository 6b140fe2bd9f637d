# An unknown account, and a role in it that no Databricks role is called like.
variable "aws_account_id" {
  type = string
}

resource "aws_iam_role" "deployed" {
  name = "deployed"
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::${var.aws_account_id}:root" }
      Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::${var.aws_account_id}:role/deployer" } }
    }]
  })
}
