# A statement that may come can be the one on the role itself.
variable "statements" {
  type = list(object({ actions = list(string), resources = list(string) }))
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

data "aws_iam_policy_document" "uc" {
  dynamic "statement" {
    for_each = var.statements
    content {
      actions   = statement.value.actions
      resources = statement.value.resources
    }
  }
  statement {
    actions   = ["s3:GetObject"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "uc" {
  role   = aws_iam_role.uc.name
  policy = data.aws_iam_policy_document.uc.json
}
