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

variable "logins" {
  type      = map(string)
  ephemeral = true
}

variable "names" {
  type    = map(string)
  default = { a = "b" }
}

locals {
  login = { user = "etl", token = var.token }
}

provider "databricks" {
  host  = "https://example.cloud.databricks.com"
  token = var.token
}

resource "databricks_job" "etl" {
  name = local.login.user
  tags = { token = ephemeralasnull(var.token) }
  lifecycle {
    precondition {
      condition     = var.token != "" && !terraform.applying
      error_message = "the token is missing"
    }
  }
}

resource "terraform_data" "merged" {
  # The ephemeral value may be replaced.
  input = merge({ a = var.token }, var.names, { a = "plain" })
  provisioner "local-exec" {
    command     = "login ${var.token}"
    environment = { TOKEN = var.token }
  }
}

resource "terraform_data" "counted" {
  count = length([var.token])
}

resource "terraform_data" "each" {
  for_each = { etl = var.token }
  input    = each.key
}

check "token" {
  assert {
    condition     = length(var.token) > 3
    error_message = "the token is short"
  }
}

module "store" {
  source = "./store"
  token  = "x-${var.token}"
}

output "token" {
  value = ephemeralasnull(module.store.token)
}
