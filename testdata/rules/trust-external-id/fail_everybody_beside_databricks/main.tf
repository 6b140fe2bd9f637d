# A statement of its own lets everybody in, Databricks too, and no credential says what the role is for.
variable "databricks_account_id" {
  type = string
}

locals {
  account = {
    Effect    = "Allow"
    Action    = "sts:AssumeRole"
    Principal = { AWS = "arn:aws:iam::414351767826:root" }
    Condition = { StringEquals = { "sts:ExternalId" = var.databricks_account_id } }
  }
}

resource "aws_iam_role" "all" {
  name = "all"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = "*" }, local.account]
  })
}

resource "aws_iam_role" "optional" {
  name = "optional"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Version = "2012-10-17"
    Statement = [local.account, {
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "*" }
      Condition = { StringEqualsIfExists = { "sts:ExternalId" = var.databricks_account_id } }
    }]
  })
}

data "databricks_aws_assume_role_policy" "account" {
  external_id = var.databricks_account_id
}

data "aws_iam_policy_document" "trust" {
  source_policy_documents = [data.databricks_aws_assume_role_policy.account.json]
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}

resource "aws_iam_role" "document" {
  name               = "document"
  assume_role_policy = data.aws_iam_policy_document.trust.json # expect: trust-external-id
}
