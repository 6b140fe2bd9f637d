# The role is in the list either way.

variable "with_more" {
  type = bool
}

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

resource "aws_iam_role" "plum" {
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

resource "aws_iam_policy_attachment" "plum" {
  name       = "plum"
  roles      = var.with_more ? ["plum", "pear"] : ["plum"]
  policy_arn = aws_iam_policy.plum.arn
}
