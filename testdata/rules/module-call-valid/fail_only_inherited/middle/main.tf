terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

module "shelf" {
  source = "../shelf"
  providers = {
    databricks.shelf = databricks # expect: module-call-valid
  }
}
