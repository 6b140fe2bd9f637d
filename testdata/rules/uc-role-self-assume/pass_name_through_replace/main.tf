variable "env" {
  type = string
}
locals {
  role = replace("uc-${var.env}-role", "_", "-")
}
resource "databricks_storage_credential" "uc" {
  name = "uc"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/${local.role}"
  }
}
data "databricks_aws_unity_catalog_assume_role_policy" "uc" {
  aws_account_id = "123456789012"
  role_name      = local.role
  external_id    = databricks_storage_credential.uc.aws_iam_role[0].external_id
}
data "databricks_aws_unity_catalog_policy" "uc" {
  aws_account_id = "123456789012"
  bucket_name    = "acme-uc"
  role_name      = local.role
}
resource "aws_iam_role" "uc" {
  name               = local.role
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.uc.json
}
resource "aws_iam_role_policy" "uc" {
  role   = aws_iam_role.uc.id
  policy = data.databricks_aws_unity_catalog_policy.uc.json
}
