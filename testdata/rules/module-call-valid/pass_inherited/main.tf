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

# What is inherited by all needs no word.
module "silent" {
  source = "./silent"
}

module "passed" {
  source = "./passed"
  providers = {
    databricks = databricks
  }
}

module "own" {
  source = "./own"
}
