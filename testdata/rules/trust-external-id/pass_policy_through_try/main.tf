# The document is there, whatever `try` falls back on.
resource "databricks_storage_credential" "raw" {
  name = "raw"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/raw-access"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "raw" {
  aws_account_id = "210987654321"
  role_name      = "raw-access"
  external_id    = databricks_storage_credential.raw.aws_iam_role[0].external_id
}

resource "aws_iam_role" "raw" {
  name               = "raw-access"
  assume_role_policy = try(data.databricks_aws_unity_catalog_assume_role_policy.raw.json, null)
}
