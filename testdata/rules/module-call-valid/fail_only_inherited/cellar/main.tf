terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

module "rack" {
  source = "../rack"
  providers = {
    databricks = databricks # expect: module-call-valid
  }
}
