# The name is the last part of the ARN, whatever the account is.
variable "aws_account_id" {
  type = string
}

resource "databricks_storage_credential" "lake" {
  name = "lake"
  aws_iam_role {
    role_arn = "arn:aws:iam::${var.aws_account_id}:role/lake"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "lake" {
  aws_account_id = var.aws_account_id
  role_name      = "lake"
  external_id    = databricks_storage_credential.lake.aws_iam_role[0].external_id
}

data "databricks_aws_unity_catalog_policy" "lake" {
  aws_account_id = var.aws_account_id
  bucket_name    = "northwind-lake"
  role_name      = "lake"
}

resource "aws_iam_role" "lake" {
  name               = basename(databricks_storage_credential.lake.aws_iam_role[0].role_arn)
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.lake.json
}

resource "aws_iam_role_policy" "lake" {
  role   = aws_iam_role.lake.id
  policy = data.databricks_aws_unity_catalog_policy.lake.json
}
