terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

module "rack" {
  source = "../rack"
}
