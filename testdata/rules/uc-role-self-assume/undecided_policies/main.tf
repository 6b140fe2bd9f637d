# One of two policies is not known; names that may differ; policies that another module may attach.
variable "document" {
  type = string
}

variable "role_name" {
  type = string
}

variable "attach" {
  type = bool
}

resource "databricks_storage_credential" "two" {
  name = "two"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/two"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "two" {
  aws_account_id = "123456789012"
  role_name      = "two"
  external_id    = databricks_storage_credential.two.aws_iam_role[0].external_id
}

resource "aws_iam_role" "two" { # undecided: uc-role-self-assume
  name               = "two"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.two.json

  inline_policy {
    name   = "unknown"
    policy = var.document
  }
}

resource "aws_iam_role_policy" "two" {
  name   = "two"
  role   = aws_iam_role.two.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }] })
}

resource "databricks_storage_credential" "name" {
  name = "name"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/name"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "name" {
  aws_account_id = "123456789012"
  role_name      = var.role_name
  external_id    = databricks_storage_credential.name.aws_iam_role[0].external_id
}

resource "aws_iam_role" "name" {
  name               = "name"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.name.json # undecided: uc-role-self-assume
}

resource "aws_iam_role_policy" "name" {
  name = "name"
  role = aws_iam_role.name.id
  policy = jsonencode({
    Statement = { Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::123456789012:role/name" }
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
  count  = var.attach ? 1 : 0
  name   = "conditional"
  role   = aws_iam_role.conditional.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = aws_iam_role.conditional.arn }] })
}
