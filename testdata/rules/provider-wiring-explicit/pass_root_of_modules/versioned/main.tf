terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = ">= 1.100"
    }
  }
}

module "jobs" {
  source = "../jobs"
}
