# The module knows Databricks alone, and what is passed as AWS is none.
terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

module "reader" {
  source = "./child"
  providers = {
    aws = databricks # expect: module-call-valid
  }
}
