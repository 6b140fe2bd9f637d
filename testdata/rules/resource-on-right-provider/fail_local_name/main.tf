terraform {
  required_providers {
    dbx = {
      source  = "databricks/databricks"
      version = "~> 1.100"
    }
  }
}

provider "dbx" {
  alias      = "account"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

resource "databricks_catalog" "this" {
  provider = dbx.account # expect: resource-on-right-provider
  name     = "this"
}
