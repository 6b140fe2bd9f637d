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

resource "databricks_catalog" "lager" {
  name = "lager"
}

# A catalog has a name and no `catalog_name`.
resource "databricks_schema" "chained" {
  for_each     = databricks_catalog.barrel
  catalog_name = each.value.catalog_name # expect: reference-resolves
  name         = "chained"
}

resource "databricks_schema" "mapped" {
  for_each     = { for key, barrel in databricks_catalog.barrel : key => barrel.catalog_name } # expect: reference-resolves
  catalog_name = each.value
  name         = "mapped"
}

output "listed" {
  value = [for barrel in databricks_catalog.barrel : barrel.catalog_name] # expect: reference-resolves
}

# A splat takes the whole map for one element.
output "splat" {
  value = databricks_catalog.barrel[*].name # expect: reference-resolves
}

output "old_splat" {
  value = databricks_catalog.barrel.*.name # expect: reference-resolves
}

output "splat_of_calls" {
  value = module.cask[*].whole # expect: reference-resolves
}

locals {
  lager  = databricks_catalog.lager
  brands = { main = databricks_catalog.lager }
}

resource "databricks_schema" "through_a_local" {
  catalog_name = local.lager.catalog_name # expect: reference-resolves
  name         = "through_a_local"
}

resource "databricks_schema" "through_a_map" {
  catalog_name = local.brands["main"].catalog_name # expect: reference-resolves
  name         = "through_a_map"
}

resource "databricks_schema" "through_an_output" {
  catalog_name = module.cask["a"].whole.catalog_name # expect: reference-resolves
  name         = "through_an_output"
}

module "cask" {
  source   = "./cask"
  for_each = toset(["a", "b"])
  catalog  = databricks_catalog.lager
}

module "brew" {
  source   = "./brew"
  names    = ["pils", "stout"]
  vessels  = "many"
  settings = { pils = { hops = 3 } }
}

# What is not known may be null too, and the null that is there is one.
variable "name" {
  type = string
}

resource "terraform_data" "null_in_a_set" {
  for_each = toset([var.name, null]) # expect: reference-resolves
}

variable "token" {
  type      = string
  ephemeral = true
}

module "vault" {
  source = "./vault"
  token  = var.token
}

resource "databricks_notebook" "keeps" {
  path           = "/Shared/keeps"
  language       = "PYTHON"
  content_base64 = module.vault.token # expect: reference-resolves
}

module "keeper" {
  source = "./keeper"
  kept   = module.vault.token # expect: reference-resolves
}
