terraform {
  required_providers {
    dbx = {
      source  = "databricks/databricks"
      version = "~> 1.128"
    }
    fork = {
      source  = "example.com/brewery/databricks"
      version = "1.0.0"
    }
  }
}

provider "dbx" {
  host = "https://dbc-2200.cloud.databricks.com"
}

resource "databricks_group" "brewers" {
  provider     = dbx
  display_name = "brewers"
}

resource "databricks_group" "tasters" {
  provider     = fork
  display_name = "tasters"
}
