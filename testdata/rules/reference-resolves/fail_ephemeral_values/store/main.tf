variable "token" {
  type      = string
  ephemeral = true
}

variable "plain" {
  type = string
}

output "token" {
  value     = var.token
  ephemeral = true
}

output "shown" {
  value = "token ${var.token}" # expect: reference-resolves
}
