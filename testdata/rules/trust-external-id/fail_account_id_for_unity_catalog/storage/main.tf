variable "aws_account_id" {
  type = string
}

variable "external_id" {
  type = string
}

terraform {
  required_providers {
    databricks = { source = "databricks/databricks" }
  }
}

resource "databricks_storage_credential" "uc" {
  name = "uc"
  aws_iam_role {
    role_arn = join("/", ["arn:aws:iam::${var.aws_account_id}:role", "uc"])
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "uc" {
  aws_account_id = var.aws_account_id
  role_name      = "uc"
  external_id    = var.external_id
}

resource "aws_iam_role" "uc" {
  name               = "uc"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.uc.json # expect: trust-external-id
}
