variable "token" {
  type      = string
  ephemeral = true
}

output "token" {
  value     = "token ${var.token}"
  ephemeral = true
}
