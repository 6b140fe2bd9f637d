terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.100"
    }
    aws = { source = "hashicorp/aws" }
  }
}

variable "primary_region" { default = "us-east-1" }

# the second region follows from the first
provider "aws" {
  region = var.primary_region == "us-east-1" ? "us-west-2" : "us-east-1"
}

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
  token      = "x"
}

resource "aws_s3_bucket" "root" { bucket = "root-dr" }

resource "databricks_mws_storage_configurations" "s" {
  account_id                 = "00000000-0000-0000-0000-000000000001"
  storage_configuration_name = "s"
  bucket_name                = aws_s3_bucket.root.bucket
}

resource "databricks_mws_workspaces" "w" {
  account_id               = "00000000-0000-0000-0000-000000000001"
  workspace_name           = "dr"
  aws_region               = "us-west-2"
  credentials_id           = "c"
  storage_configuration_id = databricks_mws_storage_configurations.s.storage_configuration_id
}
