terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

provider "databricks" {
  host = "https://dbc-1234.cloud.databricks.com"
}

data "databricks_current_user" "me" {}
