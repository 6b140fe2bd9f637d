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

variable "create" {
  type = bool
}

resource "databricks_token" "etl" {
  comment = "etl"
}

resource "databricks_token" "some" {
  count   = var.create ? 1 : 0
  comment = "some"
}

resource "databricks_group" "g" {
  display_name = var.token
}

resource "terraform_data" "login" {
  input            = { user = "etl", token = var.token }
  triggers_replace = ["a", var.token]
}

module "vault" {
  source = "./vault"
  login  = { user = "etl", token = var.token }
  token  = var.token
}

# Other attributes of what holds a secret, and other parts of it.
output "attributes" {
  value = [databricks_token.etl.comment, databricks_token.etl.id, databricks_group.g.id]
}

output "parts" {
  value = [terraform_data.login.input.user, terraform_data.login.triggers_replace[0]]
}

# What a provider computes has no mark of what it is computed from.
output "computed" {
  value = terraform_data.login.output
}

# There may be none, and it may be the other one.
output "maybe" {
  value = one(databricks_token.some[*].token_value)
}

output "tried" {
  value = try(terraform_data.login.input.user, var.token)
}

# Terraform takes the mark off, or the module does.
output "shown" {
  value = nonsensitive(module.vault.header)
}

output "module" {
  value = [module.vault.length, module.vault.login, module.vault.other]
}

output "keys" {
  value = { for name, _ in terraform_data.login.input : name => "set" }
}

output "count" {
  value = length(terraform_data.login.triggers_replace)
}

output "is_set" {
  value = can(module.vault.header)
}

output "marked" {
  value     = module.vault
  sensitive = true
}
