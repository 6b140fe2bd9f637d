# A bucket, the role that reaches it, the storage credential that names the role and the external location over both.
#
# Order matters: credential (role ARN written out) -> trust policy (needs the credential's external id) -> role ->
# permission policy -> a short wait -> external location.

locals {
  role_name = "${var.name}-uc"
  role_arn  = "arn:aws:iam::${var.aws_account_id}:role/${local.role_name}"
}

resource "aws_s3_bucket" "this" {
  bucket = "${var.name}-catalog"
  tags   = { purpose = "unity-catalog" }
}

# Delta keeps its own history; versions below it only cost.
resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id

  versioning_configuration {
    status = "Disabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket = aws_s3_bucket.this.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "databricks_storage_credential" "this" {
  name           = local.role_name
  comment        = "Reaches the bucket of ${var.name}"
  owner          = var.owner
  isolation_mode = "ISOLATION_MODE_ISOLATED"

  aws_iam_role {
    role_arn = local.role_arn
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "this" {
  aws_account_id = var.aws_account_id
  role_name      = local.role_name
  external_id    = databricks_storage_credential.this.aws_iam_role[0].external_id
}

data "databricks_aws_unity_catalog_policy" "this" {
  aws_account_id = var.aws_account_id
  bucket_name    = aws_s3_bucket.this.bucket
  role_name      = local.role_name
}

resource "aws_iam_role" "this" {
  name               = local.role_name
  description        = "Unity Catalog reaches ${aws_s3_bucket.this.bucket} with this role"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.this.json
}

resource "aws_iam_role_policy" "this" {
  name   = local.role_name
  role   = aws_iam_role.this.id
  policy = data.databricks_aws_unity_catalog_policy.this.json
}

# IAM needs a moment until a new role can be assumed everywhere.
resource "time_sleep" "role" {
  create_duration = "30s"
  triggers        = { policy = aws_iam_role_policy.this.id }
}

resource "databricks_external_location" "this" {
  name            = var.name
  url             = "s3://${aws_s3_bucket.this.bucket}/"
  credential_name = databricks_storage_credential.this.name
  comment         = "Managed storage of ${var.name}"
  owner           = var.owner
  isolation_mode  = "ISOLATION_MODE_ISOLATED"

  depends_on = [time_sleep.role]
}
