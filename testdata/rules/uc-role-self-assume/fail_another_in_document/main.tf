# The ARN of another role stays that wherever it is read.

resource "databricks_storage_credential" "in_document" {
  name = "in_document"

  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/in_document"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "in_document" {
  aws_account_id = "123456789012"
  role_name      = "in_document"
  external_id    = databricks_storage_credential.in_document.aws_iam_role[0].external_id
}

resource "aws_iam_role" "in_document" { # expect: uc-role-self-assume
  name               = "in_document"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.in_document.json
}

data "aws_iam_policy_document" "in_document" {
  statement {
    actions   = ["sts:AssumeRole"]
    resources = [aws_iam_role.other.arn]
  }
}

resource "aws_iam_role_policy" "in_document" {
  role   = aws_iam_role.in_document.id
  policy = data.aws_iam_policy_document.in_document.json
}

resource "databricks_storage_credential" "with_wildcard" {
  name = "with_wildcard"

  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/with_wildcard"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "with_wildcard" {
  aws_account_id = "123456789012"
  role_name      = "with_wildcard"
  external_id    = databricks_storage_credential.with_wildcard.aws_iam_role[0].external_id
}

resource "aws_iam_role" "with_wildcard" { # expect: uc-role-self-assume
  name               = "with_wildcard"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.with_wildcard.json
}

resource "aws_iam_role_policy" "with_wildcard" {
  role = aws_iam_role.with_wildcard.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sts:AssumeRole"
      Resource = ["${aws_iam_role.other.arn}*"]
    }]
  })
}

resource "aws_iam_role" "other" {
  name = "other"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}
