# Text behind the ARN of a role makes it another role, unless it is a wildcard.

resource "databricks_storage_credential" "data" {
  name = "data"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/data"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "data" {
  aws_account_id = "123456789012"
  role_name      = "data"
  external_id    = one(databricks_storage_credential.data.aws_iam_role).external_id
}

resource "aws_iam_role" "data" { # expect: uc-role-self-assume
  name               = "data"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.data.json
}

resource "aws_iam_role_policy" "data" {
  name = "data"
  role = aws_iam_role.data.id
  policy = jsonencode({
    Statement = { Effect = "Allow", Action = "sts:AssumeRole", Resource = "${aws_iam_role.data.arn}-2" }
  })
}

resource "databricks_storage_credential" "open" {
  name = "open"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/open"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "open" {
  aws_account_id = "123456789012"
  role_name      = "open"
  external_id    = databricks_storage_credential.open.aws_iam_role[0].external_id
}

resource "aws_iam_role" "open" {
  name               = "open"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.open.json
}

resource "aws_iam_role_policy" "open" {
  name = "open"
  role = aws_iam_role.open.id
  policy = jsonencode({
    Statement = { Effect = "Allow", Action = "sts:AssumeRole", Resource = "${aws_iam_role.open.arn}*" }
  })
}
