provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

provider "aws" {
  region = "us-east-1"
}

variable "prod" {
  type = bool
}

resource "aws_s3_bucket" "uc" {
  bucket = var.prod ? "acme-uc" : "acme-uc-dev"
}

resource "databricks_metastore" "eu" {
  name         = "eu"
  region       = "eu-west-1"
  storage_root = "s3://${aws_s3_bucket.uc.bucket}/ms" # expect: regions-agree
}

resource "databricks_mws_storage_configurations" "root" {
  account_id                 = "00000000-0000-0000-0000-000000000001"
  storage_configuration_name = "root"
  bucket_name                = aws_s3_bucket.uc.bucket
}

resource "databricks_mws_workspaces" "w" {
  account_id               = "00000000-0000-0000-0000-000000000001"
  workspace_name           = "w"
  aws_region               = "eu-west-1"
  storage_configuration_id = databricks_mws_storage_configurations.root.storage_configuration_id # expect: regions-agree
}
resource "databricks_metastore_assignment" "a" {
  workspace_id = databricks_mws_workspaces.w.workspace_id
  metastore_id = databricks_metastore.eu.id
}
