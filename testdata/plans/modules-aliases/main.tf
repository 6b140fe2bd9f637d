# Modules under for_each with provider aliases: the plan names the provider of a resource only by the key of its
# configuration, and the module's own name for it is not the root's.
terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

provider "databricks" {
  alias      = "account"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "0d26daa6-5e44-4c97-a497-ef015f91254a"
}

provider "databricks" {
  alias = "eu"
  host  = "https://acme-eu.cloud.databricks.com"
}

provider "databricks" {
  alias = "us"
  host  = "https://acme-us.cloud.databricks.com"
}

module "eu" {
  source   = "./team"
  for_each = toset(["finance", "people"])

  providers = {
    databricks         = databricks.eu
    databricks.account = databricks.account
  }

  name = each.key
}

module "us" {
  source   = "./team"
  for_each = { sales = true, "a.b" = true }

  providers = {
    databricks         = databricks.us
    databricks.account = databricks.account
  }

  name = each.key
}
