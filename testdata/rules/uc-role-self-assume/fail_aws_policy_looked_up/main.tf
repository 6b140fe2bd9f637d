# A policy of AWS that is looked up by its ARN is that policy.

resource "databricks_storage_credential" "tun" {
  name = "tun"

  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/tun"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "tun" {
  aws_account_id = "210987654321"
  role_name      = "tun"
  external_id    = databricks_storage_credential.tun.aws_iam_role[0].external_id
}

resource "aws_iam_role" "tun" { # expect: uc-role-self-assume
  name               = "tun"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.tun.json
}

data "aws_iam_policy" "read" {
  arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
}

resource "aws_iam_role_policy_attachment" "read" {
  role       = aws_iam_role.tun.name
  policy_arn = data.aws_iam_policy.read.arn
}
