terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = ">= 1.100"
    }
  }
}

resource "databricks_job" "proof" {
  name = "proof"
}
