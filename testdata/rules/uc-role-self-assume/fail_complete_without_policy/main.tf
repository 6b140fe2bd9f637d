# All that there is was given, so that no other root gives it a policy.
resource "databricks_storage_credential" "s" {
  name = "s"

  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/uc"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "t" {
  aws_account_id = "123456789012"
  role_name      = "uc"
  external_id    = databricks_storage_credential.s.aws_iam_role[0].external_id
}

resource "aws_iam_role" "uc" { # expect: uc-role-self-assume
  name               = "uc"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.t.json
}
