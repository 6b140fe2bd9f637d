# What uses the role is not here, and the id is none of an account.
data "databricks_aws_assume_role_policy" "company" {
  external_id = "saltworks"
}

resource "aws_iam_role" "company" {
  name               = "company"
  assume_role_policy = data.databricks_aws_assume_role_policy.company.json # undecided: trust-external-id
}
