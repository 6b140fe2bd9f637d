variable "token" {
  type = string
}

resource "terraform_data" "stored" {
  input = var.token
}

output "header" {
  value = "Bearer ${var.token}"
}

output "marked" {
  value     = "m"
  sensitive = true
}

output "stored" {
  value = terraform_data.stored.input
}
