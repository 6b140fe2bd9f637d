# The ARN of the credential has no account, so it says nothing against the one that the policies name.
variable "account" {
  default = ""
}

resource "databricks_storage_credential" "uc" {
  name = "uc"
  aws_iam_role {
    role_arn = "arn:aws:iam::${var.account}:role/uc"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "uc" {
  aws_account_id = "123456789012"
  role_name      = "uc"
  external_id    = databricks_storage_credential.uc.aws_iam_role[0].external_id
}

data "databricks_aws_unity_catalog_policy" "uc" {
  aws_account_id = "123456789012"
  role_name      = "uc"
  bucket_name    = "acme-uc"
}

resource "aws_iam_role" "uc" {
  name               = "uc"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.uc.json

  inline_policy {
    name   = "uc"
    policy = data.databricks_aws_unity_catalog_policy.uc.json
  }
}
