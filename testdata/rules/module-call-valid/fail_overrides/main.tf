terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

provider "databricks" {
  alias = "other"
  host  = "https://one.cloud.databricks.com"
}

module "own" {
  source = "./own"
  providers = {
    databricks = databricks.other # expect: module-call-valid
  }
}

module "alias" {
  source = "./alias"
  providers = {
    databricks.own   = databricks.other # expect: module-call-valid
    databricks.asked = databricks.other
  }
}

module "empty" {
  source = "./empty"
  providers = {
    databricks = databricks.other
  }
}
