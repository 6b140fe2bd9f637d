terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "names" {
  type = list(string)
}

variable "flag" {
  type = bool
}

locals {
  config = { region = "eu-west-1", zones = ["a", "b"] }
  region = local.config.regoin # expect: reference-resolves
  upper  = uper("x")           # expect: reference-resolves
  both = {
    zone  = local.config.zones[2] # expect: reference-resolves
    label = format("%s")          # expect: reference-resolves
  }
  sum    = local.config.zones + 1       # expect: reference-resolves
  branch = var.flag ? "a" : ["a"]       # expect: reference-resolves
}

resource "databricks_group" "list" {
  for_each     = var.names # expect: reference-resolves
  display_name = each.key
}

resource "databricks_group" "tuple" {
  for_each     = ["a", "b"] # expect: reference-resolves
  display_name = each.key
}

variable "secret" {
  type      = set(string)
  sensitive = true
}

resource "databricks_group" "secret" {
  for_each     = var.secret # expect: reference-resolves
  display_name = each.key
}

resource "databricks_job" "etl" {
  name = "etl"
  dynamic "task" {
    for_each = local.config.region # expect: reference-resolves
    content {
      task_key = task.value
    }
  }
  tags = {
    region = local.config.place # expect: reference-resolves
  }
}

output "count" {
  value = element(var.names) # expect: reference-resolves
}

output "encoding" {
  value = textencodebase64("a", "utf8") # expect: reference-resolves
}

output "console" {
  value = type("a") # expect: reference-resolves
}

output "of_a_provider" {
  value = provider::nowhere::parse("a") # expect: reference-resolves
}
