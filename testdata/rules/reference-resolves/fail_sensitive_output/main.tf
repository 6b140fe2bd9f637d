variable "token" {
  type      = string
  sensitive = true
}

locals {
  header  = "Bearer ${var.token}"
  headers = { token = local.header, none = "" }
}

output "header" { # expect: reference-resolves
  value = { Authorization = local.header }
}

output "length" { # expect: reference-resolves
  value = length(var.token) > 10 ? "long" : "short"
}

variable "tokens" {
  type      = map(string)
  sensitive = true
}

output "looked_up" { # expect: reference-resolves
  value = lookup(var.tokens, "etl", "")
}

output "first" { # expect: reference-resolves
  value = coalescelist([var.token], ["none"])[0]
}

output "marked" {
  value     = local.header
  sensitive = true
}

output "shown" {
  value = nonsensitive(local.header)
}

# Whether something has a value is no secret, nor is an attribute that a secret names.
output "can" {
  value = can(tonumber(var.token)) ? "number" : "text"
}

output "named" {
  value = { a = 1, b = 2 }[var.token]
}

# The element may be the one that is not secret.
output "one_of" {
  value = local.headers[var.kind]
}

# Since Terraform 1.12 the other side may decide alone.
output "logic" {
  value = var.kind == "none" || local.header == "x"
}

variable "kind" {
  type = string
}
