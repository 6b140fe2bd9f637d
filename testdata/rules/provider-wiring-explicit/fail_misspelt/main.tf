terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.128"
    }
  }
}

provider "databriks" { # expect: provider-wiring-explicit
  host = "https://dbc-2200.cloud.databricks.com"
}

resource "databricks_group" "brewers" {
  display_name = "brewers"
}
