terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "names" {
  type = set(string)
}

resource "databricks_group" "first" {
  display_name = "first"
}

module "repeated" {
  source   = "./own"
  for_each = var.names # expect: module-call-valid
}

module "waits" {
  source     = "./own"
  depends_on = [databricks_group.first] # expect: module-call-valid
}

module "deep" {
  source = "./outer"
  count  = 2 # expect: module-call-valid
}

module "keyed" {
  source   = "./passed"
  for_each = var.names
  providers = {
    databricks = databricks[each.key] # expect: module-call-valid
  }
}

module "constrained" {
  source = "./constrained"
  count  = 2 # expect: module-call-valid
}
