terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

provider "databricks" {
  alias = "account"
  host  = "https://accounts.cloud.databricks.com"
}

variable "names" {
  type = list(string)
}

module "missing" { # expect: module-call-valid
  source = "./team"
  providers = {
    databricks.account = databricks.account
  }
}

module "unknown" {
  source = "./team"
  name   = "data"
  membrs = [] # expect: module-call-valid
  providers = {
    databricks.account = databricks.account
  }
}

module "typed" {
  source   = "./team"
  for_each = toset(var.names)
  name     = var.names # expect: module-call-valid
  members  = "one"     # expect: module-call-valid
  settings = { retries = "many", extra = true } # expect: module-call-valid
  providers = {
    databricks.account = databricks.account
  }
}

module "not_passed" { # expect: module-call-valid
  source = "./team"
  name   = "ml"
}

module "passed" {
  source = "./team"
  name   = null # expect: module-call-valid
  providers = {
    databricks.account   = databricks.accounts # expect: module-call-valid
    databricks.workspace = databricks.account  # expect: module-call-valid
  }
}
