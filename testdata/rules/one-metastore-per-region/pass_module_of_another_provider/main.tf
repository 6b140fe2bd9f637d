terraform {
  required_providers {
    databricks = { source = "databricks/databricks" }
  }
}

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "11111111-2222-3333-4444-555555555555"
}

module "network" {
  source  = "acme/network/aws"
  version = "2.1.0"
  region  = "eu-west-1"
}

resource "databricks_metastore" "own" {
  name   = "own"
  region = "eu-west-1"
}
# problems: the module is not installed
