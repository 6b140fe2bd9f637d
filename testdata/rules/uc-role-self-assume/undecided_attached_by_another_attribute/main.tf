# A policy is named by its ARN.

resource "databricks_storage_credential" "plum" {
  name = "plum"

  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/plum"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "plum" {
  aws_account_id = "210987654321"
  role_name      = "plum"
  external_id    = databricks_storage_credential.plum.aws_iam_role[0].external_id
}

resource "aws_iam_role" "plum" { # undecided: uc-role-self-assume
  name               = "plum"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.plum.json
}

data "databricks_aws_unity_catalog_policy" "plum" {
  aws_account_id = "210987654321"
  bucket_name    = "orchard-plum"
  role_name      = "plum"
}

resource "aws_iam_policy" "plum" {
  name   = "plum"
  policy = data.databricks_aws_unity_catalog_policy.plum.json
}

resource "aws_iam_role_policy_attachment" "plum" {
  role       = aws_iam_role.plum.name
  policy_arn = aws_iam_policy.plum.name
}
