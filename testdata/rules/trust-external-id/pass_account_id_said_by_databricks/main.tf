# Databricks says the account id itself.
provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

data "databricks_current_config" "this" {}

locals {
  ids = {
    credential = databricks_mws_credentials.each["credential"].external_id
    caller     = data.databricks_current_config.this.account_id
  }
}

resource "databricks_mws_credentials" "each" {
  for_each         = toset(["credential", "caller"])
  credentials_name = each.key
  role_arn         = "arn:aws:iam::123456789012:role/${each.key}"
}

resource "aws_iam_role" "each" {
  for_each = local.ids
  name     = each.key
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = { StringEquals = { "sts:ExternalId" = each.value } }
    }]
  })
}
