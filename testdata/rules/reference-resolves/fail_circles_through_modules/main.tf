terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

# What waits for a module waits for all that is in it, and so for all that is passed to it.
module "crew" {
  source = "./crew"
  lead   = terraform_data.lead.id
}

resource "terraform_data" "lead" { # expect: reference-resolves
  depends_on = [module.crew]
}

# So does one call for another.
module "first" { # expect: reference-resolves
  source     = "./crew"
  depends_on = [module.second]
}

module "second" {
  source = "./crew"
  lead   = module.first.size
}

# A value of all instances is one of the whole module, an output of one instance is not.
module "each" {
  source   = "./crew"
  for_each = toset(["a"])
  lead     = length(local.sizes)
}

locals {
  sizes = [for crew in module.each : crew.size] # expect: reference-resolves
}

# Locals and outputs can be waited for, too.
module "late" {
  source     = "./crew"
  depends_on = [local.late]
}

locals {
  late = module.late.size # expect: reference-resolves
}

# The configuration that the module works with waits for the module.
provider "databricks" {
  alias = "made"
  host  = terraform_data.host.output
}

module "configured" {
  source    = "./configured"
  providers = { databricks = databricks.made }
}

resource "terraform_data" "host" { # expect: reference-resolves
  depends_on = [module.configured]
}

# An output of a module waits for what that module calls.
module "outer" {
  source = "./outer"
  lead   = terraform_data.outer.id
}

resource "terraform_data" "outer" { # expect: reference-resolves
  depends_on = [module.outer.done]
}
