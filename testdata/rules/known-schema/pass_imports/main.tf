terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

provider "databricks" {
  alias = "account"
}

variable "ids" {
  type = map(string)
}

resource "databricks_group" "number" {
  provider     = databricks.account
  display_name = "number"
}

import {
  to       = databricks_group.number
  id       = 1
  provider = databricks.account
}

# What is missing is written by `terraform plan -generate-config-out`.
import {
  to       = databricks_group.generated
  id       = databricks_group.number.id
  provider = databricks.account
}

resource "databricks_group" "each" {
  for_each     = var.ids
  display_name = each.key
}

import {
  for_each = var.ids
  to       = databricks_group.each[each.key]
  id       = each.value
}

resource "databricks_group" "none" {
  for_each     = { a = 1 }
  display_name = each.key
}

# Nothing is imported.
import {
  for_each = {}
  to       = databricks_group.none[each.key]
  id       = ["1"]
}

resource "databricks_group" "in_text" {
  for_each     = { dev-a = 1 }
  display_name = each.key
}

import {
  for_each = { dev = "1" }
  to       = databricks_group.in_text["${each.key}-a"]
  id       = each.value
}
