variable "names" {
  type = set(string)
}

locals {
  regions = toset(["eu", "us"])
  enabled = false
  output  = "name"
}

module "one" {
  source = "./m"
}

module "two" {
  source = "./m"
  count  = 2
}

module "by_region" {
  source   = "./m"
  for_each = local.regions
}

module "by_name" {
  source   = "./m"
  for_each = var.names
}

module "off" {
  source = "./m"
  count  = local.enabled ? 1 : 0
}

resource "terraform_data" "two" {
  count = 2
}

resource "terraform_data" "by_name" {
  for_each = var.names
}

# `try` and `can` catch what is wrong with a module, as with any value.
output "caught" {
  value = [
    try(module.two.name, ""),
    try(module.one.none, ""),
    try(module.one[0].name, ""),
    try(module.two[0].none, ""),
    try(module.two["eu"].name, ""),
    try(module.by_region["uk"].name, ""),
    can(module.by_region.name),
    try(terraform_data.two["eu"].id, ""),
    try(terraform_data.two[*].none, ""),
  ]
}

output "keys" {
  value = [
    module.by_region.eu.name,
    module.by_region["us"].name,
    module.by_name["uk"].name,
    module.by_name.uk.name,
    terraform_data.by_name["uk"].id,
    module.two["0"].name,
    module.two.0.name,
    terraform_data.two["1"].id,
  ]
}

# One instance is an object, whose attributes have names.
output "one" {
  value = [module.one["name"], module.one[local.output], module.one[*].name]
}

output "off" {
  value = local.enabled ? module.off[0].name : ""
}

output "off_too" {
  value = local.enabled ? module.two.name : ""
}

output "none" {
  value = [for name in toset([]) : module.one.none]
}

# Nobody looks for an instance where there is none that asks.
resource "terraform_data" "none" {
  count = local.enabled ? 1 : 0
  input = [module.off[0].name, module.by_region["uk"].name]
}
