# Audit logs of the whole account, delivered to a bucket that only the log role may write.

resource "aws_s3_bucket" "audit" {
  bucket = "${var.prefix}-databricks-audit"
  tags   = { purpose = "audit" }
}

resource "aws_s3_bucket_public_access_block" "audit" {
  bucket = aws_s3_bucket.audit.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# The external id of log delivery is the Databricks account id.
data "databricks_aws_assume_role_policy" "log_delivery" {
  provider = databricks.account

  external_id      = var.databricks_account_id
  for_log_delivery = true
}

resource "aws_iam_role" "log_delivery" {
  name               = "${var.prefix}-databricks-log-delivery"
  description        = "Databricks writes audit logs with this role"
  assume_role_policy = data.databricks_aws_assume_role_policy.log_delivery.json
}

data "databricks_aws_bucket_policy" "audit" {
  provider = databricks.account

  bucket           = aws_s3_bucket.audit.bucket
  full_access_role = aws_iam_role.log_delivery.arn
}

resource "aws_s3_bucket_policy" "audit" {
  bucket = aws_s3_bucket.audit.id
  policy = data.databricks_aws_bucket_policy.audit.json

  depends_on = [aws_s3_bucket_public_access_block.audit]
}

resource "databricks_mws_credentials" "log_delivery" {
  provider = databricks.account

  credentials_name = "${var.prefix}-log-delivery"
  role_arn         = aws_iam_role.log_delivery.arn
}

resource "databricks_mws_storage_configurations" "audit" {
  provider = databricks.account

  account_id                 = var.databricks_account_id
  storage_configuration_name = "${var.prefix}-audit"
  bucket_name                = aws_s3_bucket.audit.bucket
}

resource "databricks_mws_log_delivery" "audit" {
  provider = databricks.account

  account_id               = var.databricks_account_id
  config_name              = "audit"
  credentials_id           = databricks_mws_credentials.log_delivery.credentials_id
  storage_configuration_id = databricks_mws_storage_configurations.audit.storage_configuration_id
  delivery_path_prefix     = "audit"
  log_type                 = "AUDIT_LOGS"
  output_format            = "JSON"

  depends_on = [aws_s3_bucket_policy.audit]
}
