# Two environments, one of which has a path; both are right.
variable "prod" {
  type = bool
}

locals {
  path = var.prod ? "/data/" : "/"
}

resource "databricks_storage_credential" "uc" {
  name = "uc"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role${local.path}uc"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "uc" {
  aws_account_id = "123456789012"
  role_name      = var.prod ? "data/uc" : "uc"
  external_id    = databricks_storage_credential.uc.aws_iam_role[0].external_id
}

resource "aws_iam_role" "uc" {
  name               = "uc"
  path               = local.path
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.uc.json
}

resource "aws_iam_role_policy" "uc" {
  name = "uc"
  role = aws_iam_role.uc.name
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "sts:AssumeRole"], Resource = [aws_iam_role.uc.arn] }]
  })
}
