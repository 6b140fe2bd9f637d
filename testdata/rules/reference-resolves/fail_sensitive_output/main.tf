variable "token" {
  type      = string
  sensitive = true
}

locals {
  header = "Bearer ${var.token}"
}

output "header" { # expect: reference-resolves
  value = { Authorization = local.header }
}

output "length" { # expect: reference-resolves
  value = length(var.token) > 10 ? "long" : "short"
}

output "marked" {
  value     = local.header
  sensitive = true
}

output "shown" {
  value = nonsensitive(local.header)
}
