# The id of a Databricks account is a UUID, whichever account the roles are used from.
variable "databricks_account_id" {
  type = string
}

data "databricks_aws_assume_role_policy" "company" {
  external_id = "saltworks"
}

data "databricks_aws_assume_role_policy" "id" {
  external_id = "4b0c7f52-6a1e-4d0b-9a35-0f6f1d2c3b4a"
}

data "databricks_aws_assume_role_policy" "logs" {
  external_id      = "saltworks"
  for_log_delivery = true
}

locals {
  anybody = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "*" }
      Condition = { StringEquals = { "sts:ExternalId" = "saltworks" } }
    }]
  })
}

resource "aws_iam_role" "company" {
  name               = "company"
  assume_role_policy = data.databricks_aws_assume_role_policy.company.json # expect: trust-external-id
}

resource "databricks_mws_credentials" "company" {
  account_id       = var.databricks_account_id
  credentials_name = "company"
  role_arn         = aws_iam_role.company.arn
}

resource "aws_iam_role" "anybody" {
  name               = "anybody"
  assume_role_policy = local.anybody # expect: trust-external-id
}

resource "databricks_mws_credentials" "anybody" {
  credentials_name = "anybody"
  role_arn         = aws_iam_role.anybody.arn
}

resource "aws_iam_role" "logs" {
  name               = "logs"
  assume_role_policy = data.databricks_aws_assume_role_policy.logs.json # expect: trust-external-id
}

resource "aws_iam_role" "id" {
  name               = "id"
  assume_role_policy = data.databricks_aws_assume_role_policy.id.json
}

resource "databricks_mws_credentials" "id" {
  credentials_name = "id"
  role_arn         = aws_iam_role.id.arn
}
