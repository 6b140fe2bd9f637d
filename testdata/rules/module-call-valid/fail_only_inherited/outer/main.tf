terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

module "middle" {
  source = "../middle"
  count  = 0
}
