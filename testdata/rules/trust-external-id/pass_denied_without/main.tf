# The permission does not ask for an external id; the denial does.

variable "databricks_account_id" {
  type    = string
  default = "00000000-0000-0000-0000-000000000001"
}

resource "aws_iam_role" "crossaccount" {
  name = "crossaccount"
  assume_role_policy = jsonencode({
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:root" }
      },
      {
        Effect    = "Deny"
        Action    = "sts:AssumeRole"
        Principal = "*"
        Condition = { StringNotEquals = { "sts:ExternalId" = var.databricks_account_id } }
      },
    ]
  })
}
