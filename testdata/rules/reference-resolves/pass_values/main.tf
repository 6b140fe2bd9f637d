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

variable "settings" {
  type = any
}

variable "flag" {
  type = bool
}

variable "wide" {
  type = object({ size = optional(number), rest = optional(map(string)) })
}

locals {
  config   = { eu = { region = "eu-west-1" }, us = { region = "us-east-1", zone = "a" } }
  try      = try(local.config.ap.region, local.config.eu.zone, "none")
  can      = can(local.config.ap)
  branch   = var.flag ? "a" : 1
  chosen   = true ? "a" : local.config.ap
  lookup   = lookup(local.config, "ap", null)
  nothing  = { for name in var.names : name => upper(name) if name != "" }
  first    = var.names[0]
  rest     = var.wide.rest["a"]
  size     = coalesce(var.wide.size, 1) + 1
  any      = var.settings.a.b[0].c
  regex    = regex("a(.*)", var.names[0])[0]
  number   = var.names[0] + 1
  by_any   = tomap({ a = "x" })[var.settings][0]
}

variable "numbers" {
  type    = set(number)
  default = []
}

# Without elements Terraform takes a set of any type.
resource "databricks_group" "numbered" {
  for_each     = var.numbers
  display_name = each.value
}

resource "databricks_group" "each" {
  for_each     = toset(var.names)
  display_name = each.value
}

resource "databricks_group" "map" {
  for_each     = { for name in var.names : name => name }
  display_name = each.value
}

resource "databricks_group" "again" {
  for_each     = databricks_group.map
  display_name = "${each.value.display_name}-2"
}

resource "databricks_group" "any" {
  for_each     = var.settings
  display_name = each.value
}

resource "databricks_job" "etl" {
  name = "etl"
  dynamic "job_cluster" {
    for_each = var.settings
    content {
      job_cluster_key = job_cluster.value.key
      new_cluster {
        spark_version = job_cluster.value.runtimes[0].name
      }
    }
  }
}

output "job" {
  value = [databricks_job.etl.job_cluster[0].job_cluster_key, databricks_group.each["a"].display_name, values(databricks_group.map)[*].id]
}
