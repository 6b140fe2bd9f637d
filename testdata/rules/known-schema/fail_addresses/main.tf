variable "names" {
  type = set(string)
}

resource "terraform_data" "one" {}

resource "terraform_data" "two" {
  count = 2
}

resource "terraform_data" "by_name" {
  for_each = toset(["a", "b"])
}

resource "terraform_data" "open" {
  for_each = var.names
}

module "one" {
  source = "./m"
}

module "by_name" {
  source   = "./m"
  for_each = toset(["a", "b"])
}

moved { # expect: known-schema
  from = module.one.module.n.terraform_data.deep
  to   = terraform_data.new
}

moved { # expect: known-schema
  from = module.by_name["a"].terraform_data.inner
  to   = terraform_data.newer
}

moved { # expect: known-schema
  from = module.one.module.n
  to   = module.newest
}

moved { # expect: known-schema
  from = terraform_data.by_name["a"]
  to   = terraform_data.by_name["c"]
}

moved { # expect: known-schema
  from = terraform_data.one
  to   = terraform_data.one[0]
}

moved { # expect: known-schema
  from = module.by_name["b"]
  to   = module.by_name["c"]
}

removed {
  from = module.by_name.terraform_data.inner # expect: known-schema
  lifecycle {
    destroy = false
  }
}

import {
  to = terraform_data.by_name["c"] # expect: known-schema
  id = "x"
}

import {
  to = terraform_data.by_name # expect: known-schema
  id = "x"
}

import {
  to = terraform_data.two["a"] # expect: known-schema
  id = "x"
}

import {
  to = terraform_data.one[0] # expect: known-schema
  id = "x"
}

import {
  to = module.one.terraform_data.none # expect: known-schema
  id = "x"
}

import {
  to = module.one.module.none.terraform_data.deep # expect: known-schema
  id = "x"
}

import {
  to = module.by_name["c"].terraform_data.inner # expect: known-schema
  id = "x"
}

import {
  to = module.one.terraform_data.by_name["b"] # expect: known-schema
  id = "x"
}

import {
  for_each = { c = "x" }
  to       = terraform_data.by_name[each.key] # expect: known-schema
  id       = each.value
}
