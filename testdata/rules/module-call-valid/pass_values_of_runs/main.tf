terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.128"
    }
  }
}

provider "databricks" {
  host = "https://dbc-2200.cloud.databricks.com"
}

resource "databricks_group" "brewers" {
  display_name = "brewers"
}

module "grants" {
  source = "./grants"
  group  = databricks_group.brewers
}

module "outer" {
  source = "./outer"
  size   = "3"
}
