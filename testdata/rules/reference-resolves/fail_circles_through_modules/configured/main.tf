terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

module "inner" {
  source = "./inner"
}
