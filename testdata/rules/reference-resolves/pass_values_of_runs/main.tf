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

resource "databricks_catalog" "barrel" {
  for_each = toset(["oak", "steel"])
  name     = each.key
}

resource "databricks_schema" "chained" {
  for_each     = databricks_catalog.barrel
  catalog_name = each.value.name
  name         = "chained"
}

output "listed" {
  value = [for barrel in databricks_catalog.barrel : barrel.id]
}

output "splat" {
  value = values(databricks_catalog.barrel)[*].name
}

# Who asks whether there is something may be told no.
output "asked" {
  value = [for barrel in databricks_catalog.barrel : try(barrel.catalog_name, barrel.name)]
}

output "asked_of_one" {
  value = can(local.oak.catalog_name)
}

locals {
  oak = databricks_catalog.barrel["oak"]
}

# Nothing of it is evaluated.
module "off" {
  source = "./off"
  count  = 0
  given  = "many"
}

# Another run gives it a name that is in the map.
variable "brand" {
  default = ""
}

output "first_part" {
  value = split("-", var.brand)[1]
}

resource "databricks_schema" "of_a_brand" {
  catalog_name = databricks_catalog.barrel["oak"].name
  name         = { pils = "pils", stout = "stout" }[coalesce(var.brand, "pils")]
}

# The schema of this provider is not known.
resource "brewery_kettle" "copper" {
  for_each = toset(["one"])
  name     = each.key
}

output "unknown_type" {
  value = [for kettle in brewery_kettle.copper : kettle.litres]
}

# Of what a check reads Terraform only warns, and so do the problems.
# problems
check "reachable" {
  data "databricks_catalog" "oak" {
    name = { for key, barrel in databricks_catalog.barrel : key => barrel.name }["none"]
  }
  assert {
    condition     = data.databricks_catalog.oak.id != ""
    error_message = "not there"
  }
}
