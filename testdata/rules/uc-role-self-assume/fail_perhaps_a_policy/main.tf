# Without a policy another root may give it one; with one that does not allow it, it is wrong.
variable "jobs" {
  type = map(object({ role = string, policy = string }))
}

resource "databricks_storage_credential" "this" {
  name = "this"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/uc"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "this" {
  aws_account_id = "123456789012"
  role_name      = "uc"
  external_id    = databricks_storage_credential.this.aws_iam_role[0].external_id
}

resource "aws_iam_role" "uc" { # expect: uc-role-self-assume # undecided: uc-role-self-assume
  name               = "uc"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.this.json
}

resource "aws_iam_role_policy" "files" {
  for_each = var.jobs
  name     = each.key
  role     = aws_iam_role.uc.id
  policy   = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }]
  })
}
