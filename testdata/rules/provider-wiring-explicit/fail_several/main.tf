terraform {
  required_providers {
    dbx = {
      source  = "databricks/databricks"
      version = ">= 1.100, < 2.0"
    }
  }
}

provider "dbx" {
  host = "https://acme-prod.cloud.databricks.com"
}

provider "dbx" {
  alias = "account"
  host  = "https://accounts.cloud.databricks.com"
}

module "team" { # expect: provider-wiring-explicit
  source   = "./team"
  for_each = toset(["a", "b"])
  name     = each.key
}

module "named" {
  source = "./team"
  name   = "c"
  providers = {
    databricks = dbx.account
  }
}
