terraform {
  backend "s3" {
  }
}

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "7c1f0a52-2f0b-4a55-9d0e-3b8f6f1a9c21"
}

resource "databricks_mws_storage_configurations" "orchard" {
  account_id                 = "7c1f0a52-2f0b-4a55-9d0e-3b8f6f1a9c21"
  storage_configuration_name = "orchard"
  bucket_name                = "harvest-orchard"
  role_arn                   = "arn:aws:iam::210987654321:role/orchard"
}
