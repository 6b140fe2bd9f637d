# This much `terraform validate` says of a module that is named by itself.
variable "secret" {
  type      = string
  sensitive = true
}

output "secret" { # expect: reference-resolves
  value = var.secret
}
