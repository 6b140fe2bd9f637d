# A role that is looked up by its own name is itself.

resource "databricks_storage_credential" "looked_up" {
  name = "looked_up"

  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/looked_up"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "looked_up" {
  aws_account_id = "123456789012"
  role_name      = "looked_up"
  external_id    = databricks_storage_credential.looked_up.aws_iam_role[0].external_id
}

resource "aws_iam_role" "looked_up" {
  name               = "looked_up"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.looked_up.json
}

resource "aws_iam_role_policy" "looked_up" {
  role = aws_iam_role.looked_up.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sts:AssumeRole"
      Resource = data.aws_iam_role.looked_up.arn
    }]
  })
}

resource "aws_iam_role_policy" "storage" {
  role = aws_iam_role.by_policy.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }]
  })
}

data "aws_iam_role" "by_policy" {
  name = "by_policy"
}

data "aws_iam_role" "looked_up" {
  name = "looked_up"
}

resource "databricks_storage_credential" "by_policy" {
  name = "by_policy"

  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/by_policy"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "by_policy" {
  aws_account_id = "123456789012"
  role_name      = "by_policy"
  external_id    = databricks_storage_credential.by_policy.aws_iam_role[0].external_id
}

resource "aws_iam_role" "by_policy" {
  name               = "by_policy"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.by_policy.json
}

resource "aws_iam_role_policy" "by_policy" {
  role = data.aws_iam_role.by_policy.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sts:AssumeRole"
      Resource = data.aws_iam_role.by_policy.arn
    }]
  })
}
