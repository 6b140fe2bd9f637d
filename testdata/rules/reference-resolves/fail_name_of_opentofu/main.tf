# Terraform does not know it.
output "environment" {
  value = tofu.workspace # expect: reference-resolves
}
