# The policies of the role are kept by the resource that allows no others.
resource "databricks_storage_credential" "lake" {
  name = "lake"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/lake"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "lake" {
  aws_account_id = "123456789012"
  role_name      = "lake"
  external_id    = databricks_storage_credential.lake.aws_iam_role[0].external_id
}

data "databricks_aws_unity_catalog_policy" "lake" {
  aws_account_id = "123456789012"
  bucket_name    = "lake-data"
  role_name      = "lake"
}

resource "aws_iam_role" "lake" {
  name               = "lake"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.lake.json
}

resource "aws_iam_policy" "lake" {
  name   = "lake"
  policy = data.databricks_aws_unity_catalog_policy.lake.json
}

resource "aws_iam_role_policy_attachments_exclusive" "lake" {
  role_name   = aws_iam_role.lake.name
  policy_arns = [aws_iam_policy.lake.arn]
}
