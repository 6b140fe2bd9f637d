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

locals {
  # A variable has all attributes of its type, and what stands beside it needs them as well.
  branch = var.staged ? var.tiers : [{ name = "core", nodes = 2 }] # expect: reference-resolves
  other  = true ? var.plain : var.tiers                            # expect: reference-resolves
  chosen = true ? (var.staged ? var.tiers : var.plain) : {}        # expect: reference-resolves
  first  = coalesce(var.by_name.core, { nodes = 2 })               # expect: reference-resolves
}
