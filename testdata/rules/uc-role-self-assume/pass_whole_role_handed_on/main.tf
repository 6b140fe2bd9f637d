# The role leaves its module as a whole, and what attaches the policy reads its name from there.
module "role" {
  source = "./role"
}

locals {
  role = module.role.role
}

resource "databricks_storage_credential" "lake" {
  name = "lake"
  aws_iam_role {
    role_arn = local.role.arn
  }
}

data "databricks_aws_unity_catalog_policy" "lake" {
  aws_account_id = "123456789012"
  bucket_name    = "lake-data"
  role_name      = "lake"
}

resource "aws_iam_role_policy" "lake" {
  role   = local.role.id
  policy = data.databricks_aws_unity_catalog_policy.lake.json
}
