variable "domain" {
  type = string
}

variable "bucket" {
  type = string
}

locals {
  role = "unity-${var.domain}"
}

data "aws_caller_identity" "here" {}

resource "databricks_storage_credential" "this" {
  name = var.domain
  aws_iam_role {
    role_arn = "arn:aws:iam::${data.aws_caller_identity.here.account_id}:role/${local.role}"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "this" {
  aws_account_id = data.aws_caller_identity.here.account_id
  role_name      = local.role
  external_id    = databricks_storage_credential.this.aws_iam_role[0].external_id
}

data "databricks_aws_unity_catalog_policy" "this" {
  aws_account_id = data.aws_caller_identity.here.account_id
  bucket_name    = var.bucket
  role_name      = local.role
}

resource "aws_iam_policy" "this" {
  name   = "${local.role}-access"
  policy = data.databricks_aws_unity_catalog_policy.this.json
}

resource "aws_iam_role" "this" {
  name               = local.role
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.this.json
}

resource "aws_iam_role_policy_attachment" "this" {
  role       = aws_iam_role.this.name
  policy_arn = aws_iam_policy.this.arn
}
