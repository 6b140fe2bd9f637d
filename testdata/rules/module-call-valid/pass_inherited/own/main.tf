terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

provider "databricks" {}

module "rack" {
  source = "../rack"
  providers = {
    databricks = databricks
  }
}
