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

module "cellar" {
  source = "./cellar"
}

module "kept" {
  source = "./cellar"
  providers = {
    databricks = databricks
  }
}

module "outer" {
  source = "./outer"
  providers = {
    databricks = databricks
  }
}
