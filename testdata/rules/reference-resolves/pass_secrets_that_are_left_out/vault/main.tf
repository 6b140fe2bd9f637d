variable "token" {
  type = string
}

# The type leaves out the token.
variable "login" {
  type = object({ user = string })
}

output "header" {
  value = "Bearer ${var.token}"
}

output "length" {
  value = nonsensitive(length(var.token))
}

output "login" {
  value = var.login
}

output "other" {
  value = "x"
}
