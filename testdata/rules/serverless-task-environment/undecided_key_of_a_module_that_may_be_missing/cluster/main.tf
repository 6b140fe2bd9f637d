variable "name" {
  type = string
}

output "id" {
  value = "0101-120000-${lower("SHARED00")}"
}
