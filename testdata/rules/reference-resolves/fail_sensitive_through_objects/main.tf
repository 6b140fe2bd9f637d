terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.128"
    }
  }
}

variable "token" {
  type      = string
  sensitive = true
}

resource "databricks_token" "etl" {
  comment = "etl"
}

resource "databricks_token" "teams" {
  for_each = toset(["data", "ml"])
  comment  = each.key
}

resource "databricks_job" "etl" {
  name = "etl"
  tags = { owner = "data", token = var.token }
}

resource "terraform_data" "login" {
  input = { user = "etl", token = var.token }
}

module "vault" {
  source = "./vault"
  token  = var.token
}

module "vaults" {
  source   = "./vault"
  for_each = toset(["a"])
  token    = databricks_token.etl.token_value
}

# What an argument was given is in the resource as it was given.
output "tags" { # expect: reference-resolves
  value = databricks_job.etl.tags
}

output "login" { # expect: reference-resolves
  value = "token ${terraform_data.login.input.token}"
}

# What the provider calls sensitive.
output "made" { # expect: reference-resolves
  value = databricks_token.etl.token_value
}

output "made_for_each" { # expect: reference-resolves
  value = databricks_token.teams["data"].token_value
}

output "whole" { # expect: reference-resolves
  value = jsonencode(databricks_token.etl)
}

# What a module hands back.
output "module_plain" { # expect: reference-resolves
  value = module.vault.header
}

# What the module calls sensitive only where it shows it is none here.
output "module_marked" {
  value = module.vault.marked
}

output "module_stored" { # expect: reference-resolves
  value = module.vaults["a"].stored
}

output "module_whole" { # expect: reference-resolves
  value = module.vault
}

# A key, a template file, and what is tried first.
output "key" { # expect: reference-resolves
  value = { (var.token) = 1 }
}

output "file" { # expect: reference-resolves
  value = templatefile("header.tftpl", { token = var.token })
}

output "tried" { # expect: reference-resolves
  value = try(var.token, "none")
}

output "compared" { # expect: reference-resolves
  value = !(module.vault.header == "x")
}

output "splat" { # expect: reference-resolves
  value = terraform_data.login[*].input.token
}

output "each" { # expect: reference-resolves
  value = [for name in ["a", "b"] : "${name}-${terraform_data.login.input.token}"]
}

output "by_name" { # expect: reference-resolves
  value = { for name in ["a"] : name => terraform_data.login.input }
}

output "flat" { # expect: reference-resolves
  value = flatten([["a"], [terraform_data.login.input.token]])[1]
}
