variable "gov" {
  type = bool
}

# Whichever of the two it is: Databricks assumes the role without an external id.
resource "aws_iam_role" "cross_account" {
  name = "cross-account"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = var.gov ? "arn:aws-us-gov:iam::044793339203:root" : "arn:aws:iam::414351767826:root" }
    }]
  })
}
