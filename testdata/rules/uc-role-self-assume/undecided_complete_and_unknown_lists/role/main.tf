resource "databricks_storage_credential" "apple" {
  name = "apple"

  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/apple"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "apple" {
  aws_account_id = "210987654321"
  role_name      = "apple"
  external_id    = databricks_storage_credential.apple.aws_iam_role[0].external_id
}

resource "aws_iam_role" "apple" { # undecided: uc-role-self-assume
  name               = "apple"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.apple.json
}
