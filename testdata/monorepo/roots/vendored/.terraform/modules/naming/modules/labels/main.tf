variable "domain" {
  type = string
}

output "labels" {
  value = { domain = var.domain }
}
