# What is named is there, can be there, or does not fail the expression.
variable "cfg" {
  type = object({
    a     = string
    extra = any
    tags  = map(string)
    inner = optional(object({ c = string }))
  })
}

variable "free" {
  default = { a = "x" }
}

variable "names" {
  type = list(string)
}

output "there" {
  value = [var.cfg.a, var.cfg.inner.c, var.cfg.tags.team, var.cfg.tags["team"]]
}

output "open" {
  value = [var.cfg.extra.deep.deeper, var.free.a]
}

output "tried" {
  value = [try(var.cfg.nope, "x"), can(var.cfg.nope)]
}

output "branch" {
  value = length(var.names) > 3 ? var.cfg.nope : "x"
}

output "elements" {
  value = [for name in var.names : var.cfg.nope]
}
