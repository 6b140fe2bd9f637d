variable "cfg" {
  type = object({
    a     = string
    rows  = list(object({ b = string }))
    inner = optional(object({ c = string }))
  })
}

variable "name" {
  type = string
}

output "plain" {
  value = var.cfg.nope # expect: reference-resolves
}

output "deep" {
  value = [var.cfg.rows[0].nope, var.cfg.rows[0].b] # expect: reference-resolves
}

output "optional" {
  value = var.cfg.inner.nope # expect: reference-resolves
}

output "text" {
  value = upper("a-${var.name.first}") # expect: reference-resolves
}

output "condition" {
  value = var.cfg.ab == "" ? "x" : "y" # expect: reference-resolves
}

locals {
  each = [for row in var.cfg.row : row.b] # expect: reference-resolves
}
