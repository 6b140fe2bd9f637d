variable "external_id" {
  type    = string
  default = "3a2b1c4d-0000-4000-8000-000000000001"
}

data "databricks_aws_unity_catalog_assume_role_policy" "lake" {
  aws_account_id = "123456789012"
  role_name      = "lake"
  external_id    = var.external_id
}

resource "aws_iam_role" "lake" {
  name               = "lake"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.lake.json
}

output "role" {
  value = aws_iam_role.lake
}
