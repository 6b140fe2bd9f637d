terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

provider "databricks" {
  version = "~> 1.0"
}

data "databricks_current_user" "me" {}
