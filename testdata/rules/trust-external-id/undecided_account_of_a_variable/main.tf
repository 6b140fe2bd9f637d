# The account is in a variable without a value, and the role requires something else.
variable "databricks_account_id" {
  type = string
}

variable "external_id" {
  type = string
}

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = var.databricks_account_id
}

locals {
  ids = {
    id       = "00000000-0000-0000-0000-000000000002"
    variable = var.external_id
  }
}

data "databricks_aws_assume_role_policy" "each" {
  for_each    = local.ids
  external_id = each.value
}

resource "aws_iam_role" "each" {
  for_each           = local.ids
  name               = each.key
  assume_role_policy = data.databricks_aws_assume_role_policy.each[each.key].json # undecided: trust-external-id
}

resource "databricks_mws_credentials" "each" {
  for_each         = local.ids
  account_id       = var.databricks_account_id
  credentials_name = each.key
  role_arn         = aws_iam_role.each[each.key].arn
}

# The same variable.
data "databricks_aws_assume_role_policy" "right" {
  external_id = var.databricks_account_id
}

resource "aws_iam_role" "right" {
  name               = "right"
  assume_role_policy = data.databricks_aws_assume_role_policy.right.json
}

resource "databricks_mws_credentials" "right" {
  credentials_name = "right"
  role_arn         = aws_iam_role.right.arn
}
