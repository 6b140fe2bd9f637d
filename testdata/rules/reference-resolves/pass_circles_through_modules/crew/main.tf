variable "lead" {
  default = null
}

output "size" {
  value = 1
}
