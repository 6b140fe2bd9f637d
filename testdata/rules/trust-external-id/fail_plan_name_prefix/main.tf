# What follows the prefix is made at apply, so that the role is not the one of the credential.

variable "prefix" {
  default = "vault-"
}

resource "databricks_storage_credential" "vault" {
  name = "vault"
  aws_iam_role {
    role_arn = "arn:aws:iam::345678901234:role/vault"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "vault" {
  aws_account_id = "345678901234"
  role_name      = "vault"
  external_id    = databricks_storage_credential.vault.aws_iam_role[0].external_id
}

resource "aws_iam_role" "vault" {
  name_prefix        = var.prefix
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.vault.json # expect: trust-external-id
}
