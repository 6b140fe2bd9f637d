terraform {
  required_providers {
    databricks = { # expect: provider-wiring-explicit
      source  = "databrick/databricks"
      version = "~> 1.128"
    }
    lake = { # expect: provider-wiring-explicit
      source  = "databricks/databrick"
      version = "~> 1.128"
    }
  }
}

provider "databricks" {
  host = "https://dbc-3300.cloud.databricks.com"
}

resource "databricks_catalog" "malt" {
  name = "malt"
}

resource "databricks_schema" "barley" {
  provider = lake

  catalog_name = "malt"
  name         = "barley"
}
