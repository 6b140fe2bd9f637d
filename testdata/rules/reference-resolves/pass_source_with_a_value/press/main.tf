output "name" {
  value = "press"
}
