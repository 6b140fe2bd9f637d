# A denial is stronger than any permission, wherever it stands.

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

resource "aws_iam_role" "uc" { # expect: uc-role-self-assume
  name               = "uc"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.uc.json
}

resource "aws_iam_role_policy" "itself" {
  name = "itself"
  role = aws_iam_role.uc.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::123456789012:role/uc" }]
  })
}

resource "aws_iam_role_policy" "guard" {
  name = "guard"
  role = aws_iam_role.uc.id
  policy = jsonencode({
    Statement = [{ Effect = "Deny", Action = ["sts:*", "iam:*"], Resource = "*" }]
  })
}
