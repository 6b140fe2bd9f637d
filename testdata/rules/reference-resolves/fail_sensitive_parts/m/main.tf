variable "token" {
  type = string
}

output "token" {
  value = var.token
}

output "name" {
  value = "x"
}
