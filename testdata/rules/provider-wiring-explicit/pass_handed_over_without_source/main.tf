terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.128"
    }
  }
}

provider "databricks" {
  alias      = "account"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

provider "databricks" {
  alias = "shop"
  host  = "https://crumb-shop.cloud.databricks.com"
}

module "line" {
  source    = "./line"
  providers = { databricks = databricks.shop }
}
