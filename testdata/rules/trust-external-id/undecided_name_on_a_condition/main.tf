# The credential uses the role in one case; a role that is looked up changes nothing.
variable "prod" {
  type = bool
}

resource "databricks_storage_credential" "uc" {
  name = "uc"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/uc"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "uc" {
  aws_account_id = "123456789012"
  role_name      = "uc"
  external_id    = databricks_storage_credential.uc.aws_iam_role[0].external_id
}

resource "aws_iam_role" "uc" {
  name               = var.prod ? "uc" : "uc-dev"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.uc.json # undecided: trust-external-id
}

data "aws_iam_role" "admin" {
  name = "admin"
}
