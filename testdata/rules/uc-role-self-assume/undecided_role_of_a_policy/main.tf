# A policy whose role may be one that is not known may be that of each.

variable "role" {
  type = string
}

resource "databricks_storage_credential" "uc" {
  name = "uc"

  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/uc"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "uc" {
  aws_account_id = "123456789012"
  role_name      = "uc"
  external_id    = databricks_storage_credential.uc.aws_iam_role[0].external_id
}

resource "aws_iam_role" "uc" { # undecided: uc-role-self-assume
  name               = "uc"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.uc.json
}

resource "aws_iam_role" "other" {
  name = "other"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = []
  })
}

resource "aws_iam_role_policy" "given" {
  role = coalesce(var.role, aws_iam_role.other.id)

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sts:AssumeRole"
      Resource = aws_iam_role.uc.arn
    }]
  })
}
