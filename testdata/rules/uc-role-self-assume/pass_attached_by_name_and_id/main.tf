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

resource "aws_iam_role" "apple" {
  name               = "apple"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.apple.json
}

data "databricks_aws_unity_catalog_policy" "apple" {
  aws_account_id = "210987654321"
  bucket_name    = "orchard-apple"
  role_name      = "apple"
}

resource "aws_iam_role_policy" "apple" {
  role   = aws_iam_role.apple.id
  policy = data.databricks_aws_unity_catalog_policy.apple.json
}

resource "databricks_storage_credential" "pear" {
  name = "pear"

  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/pear"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "pear" {
  aws_account_id = "210987654321"
  role_name      = "pear"
  external_id    = databricks_storage_credential.pear.aws_iam_role[0].external_id
}

resource "aws_iam_role" "pear" {
  name               = "pear"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.pear.json
}

data "databricks_aws_unity_catalog_policy" "pear" {
  aws_account_id = "210987654321"
  bucket_name    = "orchard-pear"
  role_name      = "pear"
}

resource "aws_iam_policy" "pear" {
  name   = "pear"
  policy = data.databricks_aws_unity_catalog_policy.pear.json
}

data "aws_iam_role" "pear" {
  name = "pear"
}

resource "aws_iam_policy_attachment" "pear" {
  name       = "pear"
  roles      = [data.aws_iam_role.pear.id]
  policy_arn = aws_iam_policy.pear.id
}
