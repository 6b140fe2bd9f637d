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

moved {
  from = terraform_data.old
  to   = module.one.module.n.terraform_data.deep
}

moved {
  from = module.gone.terraform_data.old
  to   = module.nowhere.terraform_data.new
}

moved {
  from = module.by_name.terraform_data.inner
  to   = module.by_name["a"].terraform_data.inner
}

moved {
  from = terraform_data.by_name["c"]
  to   = terraform_data.by_name["a"]
}

moved {
  from = terraform_data.two
  to   = terraform_data.two[0]
}

moved {
  from = terraform_data.open["a"]
  to   = terraform_data.open["b"]
}

removed {
  from = module.one.terraform_data.none
  lifecycle {
    destroy = false
  }
}

import {
  to = module.one.module.n.terraform_data.deep
  id = "x"
}

import {
  to = module.by_name["b"].terraform_data.by_name["a"]
  id = "x"
}

import {
  to = terraform_data.two[1]
  id = "x"
}

import {
  to = terraform_data.open["b"]
  id = "x"
}

import {
  for_each = { a = "x" }
  to       = terraform_data.by_name[each.key]
  id       = each.value
}
