output "value" {
  value = { a = 1 }
}
