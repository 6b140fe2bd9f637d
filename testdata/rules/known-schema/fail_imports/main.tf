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

locals {
  none = null
}

resource "databricks_group" "list" {
  display_name = "list"
}

import {
  to = databricks_group.list
  id = ["1"] # expect: known-schema
}

resource "databricks_group" "itself" {
  display_name = "itself"
}

import {
  to = databricks_group.itself
  id = databricks_group.itself.id # expect: known-schema
}

resource "databricks_group" "null" {
  display_name = "null"
}

import {
  to = databricks_group.null
  id = local.none # expect: known-schema
}

resource "databricks_group" "each" {
  for_each     = { a = "1", b = ["2"] }
  display_name = each.key
}

import {
  for_each = { a = "1", b = ["2"] }
  to       = databricks_group.each[each.key]
  id       = each.value # expect: known-schema
}

resource "databricks_group" "silent" {
  display_name = "silent"
}

import {
  to       = databricks_group.silent
  id       = "1"
  provider = databricks.account # expect: known-schema
}

resource "databricks_group" "other" {
  provider     = databricks
  display_name = "other"
}

import {
  to       = databricks_group.other
  id       = "1"
  provider = databricks.account # expect: known-schema
}

import {
  to       = module.team.databricks_group.this
  id       = "1"
  provider = databricks # expect: known-schema
}

module "team" {
  source = "./team"
}

# A key is written out, or made of `each`.
locals {
  env = "dev"
}

resource "databricks_group" "keyed" {
  for_each     = { dev = 1 }
  display_name = each.key
}

import {
  to = databricks_group.keyed[local.env] # expect: known-schema
  id = "1"
}

import {
  to = databricks_group.keyed["${local.env}"] # expect: known-schema
  id = "1"
}

import {
  for_each = { dev = "1" }
  to       = databricks_group.keyed[local.env] # expect: known-schema
  id       = each.value
}

import {
  to = module.team[local.env].databricks_group.this # expect: known-schema
  id = "1"
}

resource "databricks_group" "twice" {
  display_name = "twice"
}

import { # expect: known-schema
  to       = databricks_group.twice
  id       = "1"
  identity = { id = "1" }
}
