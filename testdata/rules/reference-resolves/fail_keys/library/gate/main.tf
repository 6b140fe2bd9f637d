variable "with_name" {
  type    = bool
  default = false
}

locals {
  side = "east"
}

resource "databricks_group" "gates" {
  for_each     = toset(["east", "west"])
  display_name = each.key
}

output "name" {
  value = var.with_name ? databricks_group.gates[local.side].nickname : "" # expect: reference-resolves
}
