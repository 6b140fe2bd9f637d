# Data sources that were read while planning: they are in prior_state and not among the changes.
terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "databricks" {
  host = "https://acme-prod.cloud.databricks.com"
}

provider "aws" {
  region = "eu-west-1"
}

data "databricks_group" "analysts" {
  display_name = "data-analysts"
}

data "databricks_user" "engineer" {
  user_name = "engineer@example.com"
}

data "databricks_current_user" "me" {}

data "aws_caller_identity" "me" {}

# Pure functions of their arguments: the texts in prior_state are what any evaluation must come to.
data "databricks_aws_assume_role_policy" "crossaccount" {
  external_id = "0d26daa6-5e44-4c97-a497-ef015f91254a"
}

data "databricks_aws_assume_role_policy" "log_delivery" {
  external_id      = "0d26daa6-5e44-4c97-a497-ef015f91254a"
  for_log_delivery = true
}

data "databricks_aws_crossaccount_policy" "managed" {}

data "databricks_aws_crossaccount_policy" "customer" {
  policy_type = "customer"
  pass_roles  = ["arn:aws:iam::111122223333:role/nodes"]
}

data "databricks_aws_bucket_policy" "root" {
  bucket                   = "acme-root"
  databricks_e2_account_id = "0d26daa6-5e44-4c97-a497-ef015f91254a"
}

data "databricks_aws_bucket_policy" "logs" {
  bucket           = "acme-logs"
  full_access_role = "arn:aws:iam::111122223333:role/log-delivery"
}

data "databricks_aws_unity_catalog_assume_role_policy" "uc" {
  aws_account_id = data.aws_caller_identity.me.account_id
  role_name      = "acme-uc"
  external_id    = "c0ffee00-0000-4000-8000-000000000001"
}

data "databricks_aws_unity_catalog_policy" "uc" {
  aws_account_id = data.aws_caller_identity.me.account_id
  bucket_name    = "acme-sales"
  role_name      = "acme-uc"
  kms_name       = "acme-key"
}

resource "aws_iam_role" "uc" {
  name               = "acme-uc"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.uc.json
}

resource "aws_iam_role_policy" "uc" {
  name   = "acme-uc"
  role   = aws_iam_role.uc.name
  policy = data.databricks_aws_unity_catalog_policy.uc.json
}

resource "databricks_grants" "sales" {
  catalog = "prod_sales"

  grant {
    principal  = data.databricks_group.analysts.display_name
    privileges = ["USE_CATALOG"]
  }
  grant {
    principal  = data.databricks_user.engineer.user_name # expect: grants-to-groups
    privileges = ["USE_CATALOG"]
  }
}
