variable "tiers" {
  type = list(object({ name = string, nodes = optional(number), labels = optional(list(string)) }))
}

variable "plain" {
  type = list(object({ name = string, nodes = number }))
}

variable "by_name" {
  type = map(object({ nodes = optional(number), labels = optional(list(string)) }))
}

variable "staged" {
  type = bool
}

resource "terraform_data" "fleet" {}

locals {
  # What has no common type is not chosen, and takes the type of the other.
  unchosen  = false ? (var.staged ? var.tiers : [{ name = "core", nodes = 2 }]) : var.plain
  undecided = terraform_data.fleet.id == "" ? var.plain : (var.staged ? var.tiers : var.plain)
  text      = terraform_data.fleet.id == "" ? (true ? var.tiers : [{ name = "core" }]) : "none"

  # What has all attributes has a common type.
  whole  = var.staged ? var.tiers : [{ name = "core", nodes = 2, labels = ["gpu"] }]
  nulls  = var.staged ? var.tiers : [{ name = "core", nodes = null, labels = null }]
  listed = tolist([var.by_name, { core = { nodes = "2", labels = [] } }])
}
