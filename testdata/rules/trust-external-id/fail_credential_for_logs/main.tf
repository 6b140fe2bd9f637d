# Whoever delivers logs sends the account id, not the external id of a storage credential.
resource "databricks_storage_credential" "lake" {
  name = "lake"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/lake"
  }
}

data "databricks_aws_assume_role_policy" "logs" {
  external_id      = databricks_storage_credential.lake.aws_iam_role[0].external_id
  for_log_delivery = true
}

resource "aws_iam_role" "logs" {
  name               = "logs"
  assume_role_policy = data.databricks_aws_assume_role_policy.logs.json # expect: trust-external-id
}
