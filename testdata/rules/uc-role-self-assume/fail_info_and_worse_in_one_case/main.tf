variable "attach" {
  type = bool
}

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

resource "aws_iam_role" "lake" { # expect: uc-role-self-assume # undecided: uc-role-self-assume
  name               = "lake"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.lake.json
}

resource "aws_iam_role_policy" "lake" {
  count  = var.attach ? 1 : 0
  role   = aws_iam_role.lake.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
}
