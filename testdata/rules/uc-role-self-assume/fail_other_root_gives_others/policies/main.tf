# A role of the same name that is made here, another name, another action, another account, and a name that is not known.
variable "role" {
  type = string
}

locals {
  itself = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::123456789012:role/uc" }]
  })
  other = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }]
  })
}

provider "aws" {
  alias               = "other"
  region              = "eu-west-1"
  allowed_account_ids = ["210987654321"]
}

resource "aws_iam_role" "made" {
  provider           = aws.other
  name               = "uc"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_iam_role_policy" "made" {
  provider = aws.other
  role     = aws_iam_role.made.name
  policy   = local.itself
}

resource "aws_iam_role_policy" "name" {
  role   = "uc-2"
  policy = local.itself
}

resource "aws_iam_role_policy" "action" {
  role   = "uc"
  policy = local.other
}

resource "aws_iam_role_policy" "unknown" {
  role   = var.role
  policy = local.itself
}
