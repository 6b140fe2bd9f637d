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
  ephemeral = true
}

variable "teams" {
  type      = set(string)
  ephemeral = true
}

variable "on" {
  type      = bool
  default   = true
  ephemeral = true
}

locals {
  # A local value keeps nothing.
  login = { user = "etl", token = var.token }
}

resource "databricks_job" "etl" {
  name = "etl"
  tags = local.login # expect: reference-resolves
  task {
    task_key = upper(var.token) # expect: reference-resolves
  }
  dynamic "library" {
    for_each = ["a"]
    content {
      jar = "${library.value}-${local.login.token}" # expect: reference-resolves
    }
  }
}

resource "databricks_group" "teams" {
  for_each     = var.teams # expect: reference-resolves
  display_name = each.key
}

resource "terraform_data" "switch" {
  count = var.on ? 1 : 0 # expect: reference-resolves
}

data "databricks_group" "team" {
  display_name = ephemeral.vault_secret.team.value # expect: reference-resolves
}

ephemeral "vault_secret" "team" {
  name = "team"
}

resource "terraform_data" "phase" {
  input = terraform.applying ? "apply" : "plan" # expect: reference-resolves
}

module "store" {
  source = "./store"
  token  = var.token
  plain  = var.token # expect: reference-resolves
}

output "token" {
  value = nonsensitive(sensitive([var.token])) # expect: reference-resolves
}
