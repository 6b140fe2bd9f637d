output "first" {
  value = "a"
}
