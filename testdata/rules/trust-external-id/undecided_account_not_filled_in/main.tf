# Two credentials use the role, and the account of one is not filled in.
provider "databricks" {
  alias      = "one"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "11111111-2222-3333-4444-555555555555"
}

provider "databricks" {
  alias      = "two"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "<account-id>"
}

data "databricks_aws_assume_role_policy" "this" {
  external_id = "11111111-2222-3333-4444-555555555555"
}

resource "aws_iam_role" "workspace" {
  name               = "workspace"
  assume_role_policy = data.databricks_aws_assume_role_policy.this.json # undecided: trust-external-id
}

resource "databricks_mws_credentials" "a" {
  provider         = databricks.one
  credentials_name = "a"
  role_arn         = aws_iam_role.workspace.arn
}

resource "databricks_mws_credentials" "b" {
  provider         = databricks.two
  credentials_name = "b"
  role_arn         = aws_iam_role.workspace.arn
}
