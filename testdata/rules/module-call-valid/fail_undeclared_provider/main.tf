terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.128"
    }
  }
}

provider "databricks" {
  host = "https://dbc-2200.cloud.databricks.com"
}

# Terraform warns, and passes the one that is meant.
module "rack" {
  source = "./rack"
  providers = {
    databricks = databrick # expect: module-call-valid
  }
}

# Under a name that is not declared here, it does not.
module "shelf" {
  source = "./shelf"
  providers = {
    dbx = databrick # expect: module-call-valid
  }
}
