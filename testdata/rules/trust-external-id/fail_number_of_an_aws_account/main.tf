# Databricks sends the id of its own account, a UUID; both of these are numbers of AWS accounts.
data "aws_caller_identity" "here" {}

data "databricks_aws_assume_role_policy" "literal" {
  external_id = "123456789012"
}

data "databricks_aws_assume_role_policy" "here" {
  external_id = data.aws_caller_identity.here.account_id
}

data "databricks_aws_assume_role_policy" "right" {
  external_id = "7d9a2b36-4a55-4c7e-9d0f-1f2e3d4c5b6a"
}

resource "aws_iam_role" "literal" {
  name               = "literal"
  assume_role_policy = data.databricks_aws_assume_role_policy.literal.json # expect: trust-external-id
}

resource "aws_iam_role" "here" {
  name               = "here"
  assume_role_policy = data.databricks_aws_assume_role_policy.here.json # expect: trust-external-id
}

resource "aws_iam_role" "right" {
  name               = "right"
  assume_role_policy = data.databricks_aws_assume_role_policy.right.json
}
