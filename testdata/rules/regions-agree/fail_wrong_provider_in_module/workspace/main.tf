variable "region" {
  type = string
}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/18"
}

resource "aws_s3_bucket" "root" {
  bucket = "acme-root-${var.region}"
}

resource "databricks_mws_storage_configurations" "this" {
  account_id                 = "00000000-0000-0000-0000-000000000001"
  storage_configuration_name = "root"
  bucket_name                = aws_s3_bucket.root.bucket
}

resource "databricks_mws_networks" "this" {
  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "main"
  vpc_id             = aws_vpc.this.id
  subnet_ids         = ["subnet-1", "subnet-2"]
  security_group_ids = ["sg-1"]
}

resource "databricks_mws_private_access_settings" "this" {
  private_access_settings_name = "main"
  region                       = "us-west-2"
}

resource "databricks_mws_workspaces" "this" {
  account_id                 = "00000000-0000-0000-0000-000000000001"
  workspace_name             = "main"
  aws_region                 = var.region
  network_id                 = databricks_mws_networks.this.network_id # expect: regions-agree
  storage_configuration_id   = databricks_mws_storage_configurations.this.storage_configuration_id # expect: regions-agree
  private_access_settings_id = databricks_mws_private_access_settings.this.private_access_settings_id # expect: regions-agree
}
