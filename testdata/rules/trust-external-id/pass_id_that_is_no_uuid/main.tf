# Ids of serverless SQL, one that stands beside that of the account, an account that nobody has filled in, and roles of others.
variable "partner" {
  type = string
}

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "ACCOUNT_ID"
}

locals {
  databricks = "arn:aws:iam::414351767826:root"
  trusted = {
    serverless = { who = local.databricks, ids = ["databricks-serverless-6051921418418893"] }
    both       = { who = local.databricks, ids = ["4b0c7f52-6a1e-4d0b-9a35-0f6f1d2c3b4a", "saltworks"] }
    open       = { who = local.databricks, ids = ["ACCOUNT_ID"] }
    partner    = { who = var.partner, ids = ["saltworks"] }
  }
}

resource "aws_iam_role" "each" {
  for_each = local.trusted
  name     = each.key
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = each.value.who }
      Condition = { StringEquals = { "sts:ExternalId" = each.value.ids } }
    }]
  })
}
