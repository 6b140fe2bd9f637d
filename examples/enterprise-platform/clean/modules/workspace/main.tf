# One classic workspace with a network of its own, a root bucket and a cross-account role.

module "network" {
  source = "../network"

  name   = var.name
  region = var.region
  cidr   = var.cidr
  tags   = var.tags
}

# Databricks launches nodes with this role. The external id of a cross-account role is the Databricks account id.
data "databricks_aws_assume_role_policy" "this" {
  external_id = var.databricks_account_id
}

data "databricks_aws_crossaccount_policy" "this" {
  policy_type = "customer"
}

resource "aws_iam_role" "crossaccount" {
  name               = "${var.name}-crossaccount"
  description        = "Databricks runs the nodes of ${var.name} with this role"
  assume_role_policy = data.databricks_aws_assume_role_policy.this.json
  tags               = var.tags
}

resource "aws_iam_role_policy" "crossaccount" {
  name   = "${var.name}-crossaccount"
  role   = aws_iam_role.crossaccount.id
  policy = data.databricks_aws_crossaccount_policy.this.json
}

resource "databricks_mws_credentials" "this" {
  credentials_name = var.name
  role_arn         = aws_iam_role.crossaccount.arn

  depends_on = [aws_iam_role_policy.crossaccount]
}

# The root bucket holds what the workspace itself needs, never data of a catalog.
resource "aws_s3_bucket" "root" {
  bucket = "${var.name}-root"
  tags   = merge(var.tags, { purpose = "workspace-root" })
}

resource "aws_s3_bucket_versioning" "root" {
  bucket = aws_s3_bucket.root.id

  versioning_configuration {
    status = "Disabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "root" {
  bucket = aws_s3_bucket.root.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "root" {
  bucket = aws_s3_bucket.root.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# With the account id the policy admits only the workspaces of this account, not those of every Databricks customer.
data "databricks_aws_bucket_policy" "root" {
  bucket                   = aws_s3_bucket.root.bucket
  databricks_e2_account_id = var.databricks_account_id
}

resource "aws_s3_bucket_policy" "root" {
  bucket = aws_s3_bucket.root.id
  policy = data.databricks_aws_bucket_policy.root.json

  depends_on = [aws_s3_bucket_public_access_block.root]
}

resource "databricks_mws_storage_configurations" "this" {
  account_id                 = var.databricks_account_id
  storage_configuration_name = var.name
  bucket_name                = aws_s3_bucket.root.bucket
}

resource "databricks_mws_networks" "this" {
  account_id         = var.databricks_account_id
  network_name       = var.name
  vpc_id             = module.network.vpc_id
  subnet_ids         = module.network.subnet_ids
  security_group_ids = module.network.security_group_ids
}

resource "databricks_mws_workspaces" "this" {
  account_id     = var.databricks_account_id
  workspace_name = var.name
  aws_region     = var.region
  pricing_tier   = "ENTERPRISE"

  credentials_id           = databricks_mws_credentials.this.credentials_id
  storage_configuration_id = databricks_mws_storage_configurations.this.storage_configuration_id
  network_id               = databricks_mws_networks.this.network_id

  custom_tags = var.tags

  depends_on = [aws_s3_bucket_policy.root]
}
