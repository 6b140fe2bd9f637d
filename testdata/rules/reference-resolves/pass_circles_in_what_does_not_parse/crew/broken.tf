# problems
locals {
  sizes = [1
output "late" {
  value = 1
}
