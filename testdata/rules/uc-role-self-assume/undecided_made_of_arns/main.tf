# What is made of the ARN of a role is not known to be another one.

variable "role_arn" {
  type = string
}

variable "more" {
  type = list(string)
}

variable "elsewhere" {
  type = bool
}

resource "databricks_storage_credential" "compacted" {
  name = "compacted"

  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/compacted"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "compacted" {
  aws_account_id = "123456789012"
  role_name      = "compacted"
  external_id    = databricks_storage_credential.compacted.aws_iam_role[0].external_id
}

resource "aws_iam_role" "compacted" { # undecided: uc-role-self-assume
  name               = "compacted"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.compacted.json
}

resource "aws_iam_role_policy" "compacted" {
  role = aws_iam_role.compacted.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sts:AssumeRole"
      Resource = compact([aws_iam_role.compacted.arn])
    }]
  })
}

resource "databricks_storage_credential" "trimmed" {
  name = "trimmed"

  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/trimmed"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "trimmed" {
  aws_account_id = "123456789012"
  role_name      = "trimmed"
  external_id    = databricks_storage_credential.trimmed.aws_iam_role[0].external_id
}

resource "aws_iam_role" "trimmed" { # undecided: uc-role-self-assume
  name               = "trimmed"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.trimmed.json
}

resource "aws_iam_role_policy" "trimmed" {
  role = aws_iam_role.trimmed.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sts:AssumeRole"
      Resource = trimsuffix(aws_iam_role.trimmed.arn, "/")
    }]
  })
}

resource "databricks_storage_credential" "coalesced" {
  name = "coalesced"

  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/coalesced"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "coalesced" {
  aws_account_id = "123456789012"
  role_name      = "coalesced"
  external_id    = databricks_storage_credential.coalesced.aws_iam_role[0].external_id
}

resource "aws_iam_role" "coalesced" { # undecided: uc-role-self-assume
  name               = "coalesced"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.coalesced.json
}

resource "aws_iam_role_policy" "coalesced" {
  role = aws_iam_role.coalesced.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sts:AssumeRole"
      Resource = coalesce(var.role_arn, aws_iam_role.coalesced.arn)
    }]
  })
}

resource "databricks_storage_credential" "conditional" {
  name = "conditional"

  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/conditional"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "conditional" {
  aws_account_id = "123456789012"
  role_name      = "conditional"
  external_id    = databricks_storage_credential.conditional.aws_iam_role[0].external_id
}

resource "aws_iam_role" "conditional" { # undecided: uc-role-self-assume
  name               = "conditional"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.conditional.json
}

resource "aws_iam_role_policy" "conditional" {
  role = aws_iam_role.conditional.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sts:AssumeRole"
      Resource = var.elsewhere ? aws_iam_role.other.arn : var.role_arn
    }]
  })
}

resource "databricks_storage_credential" "more" {
  name = "more"

  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/more"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "more" {
  aws_account_id = "123456789012"
  role_name      = "more"
  external_id    = databricks_storage_credential.more.aws_iam_role[0].external_id
}

resource "aws_iam_role" "more" { # undecided: uc-role-self-assume
  name               = "more"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.more.json
}

resource "aws_iam_role_policy" "more" {
  role = aws_iam_role.more.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sts:AssumeRole"
      Resource = concat([aws_iam_role.other.arn], var.more)
    }]
  })
}

resource "databricks_storage_credential" "around" {
  name = "around"

  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/around"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "around" {
  aws_account_id = "123456789012"
  role_name      = "around"
  external_id    = databricks_storage_credential.around.aws_iam_role[0].external_id
}

resource "aws_iam_role" "around" { # undecided: uc-role-self-assume
  name               = "around"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.around.json
}

resource "aws_iam_role_policy" "around" {
  role = aws_iam_role.around.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sts:AssumeRole"
      Resource = "${var.role_arn}/around"
    }]
  })
}

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

resource "aws_iam_role" "in_document" { # undecided: uc-role-self-assume
  name               = "in_document"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.in_document.json
}

data "aws_iam_policy_document" "in_document" {
  statement {
    actions   = ["sts:AssumeRole"]
    resources = distinct([aws_iam_role.in_document.arn])
  }
}

resource "aws_iam_role_policy" "in_document" {
  role   = aws_iam_role.in_document.id
  policy = data.aws_iam_policy_document.in_document.json
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
