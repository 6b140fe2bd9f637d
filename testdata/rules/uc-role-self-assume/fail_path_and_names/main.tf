# The ARN in the policies misses the path, or has another name than the role.

resource "databricks_storage_credential" "path" {
  name = "path"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/data/path"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "path" {
  aws_account_id = "123456789012"
  role_name      = "path"
  external_id    = databricks_storage_credential.path.aws_iam_role[0].external_id
}

resource "aws_iam_role" "path" {
  name               = "path"
  path               = "/data/"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.path.json # expect: uc-role-self-assume
}

resource "aws_iam_role_policy" "path" {
  name = "path"
  role = aws_iam_role.path.id
  policy = jsonencode({
    Statement = { Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::123456789012:role/data/path" }
  })
}

resource "databricks_storage_credential" "name" {
  name = "name"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/name"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "name" {
  aws_account_id = "123456789012"
  role_name      = "name"
  external_id    = databricks_storage_credential.name.aws_iam_role[0].external_id
}

resource "aws_iam_role" "name" {
  name               = "name-v2"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.name.json # expect: uc-role-self-assume
}

resource "aws_iam_role_policy" "name" {
  name = "name"
  role = aws_iam_role.name.id
  policy = jsonencode({
    Statement = { Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::123456789012:role/name-v2" }
  })
}

resource "databricks_storage_credential" "permission" {
  name = "permission"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/permission"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "permission" {
  aws_account_id = "123456789012"
  role_name      = "permission"
  external_id    = databricks_storage_credential.permission.aws_iam_role[0].external_id
}

resource "aws_iam_role" "permission" { # expect: uc-role-self-assume
  name               = "permission"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.permission.json
}

resource "aws_iam_role_policy" "permission" {
  name = "permission"
  role = aws_iam_role.permission.id
  policy = jsonencode({
    Statement = { Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::123456789012:role/other" }
  })
}
