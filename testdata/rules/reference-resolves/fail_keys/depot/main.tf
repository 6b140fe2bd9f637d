variable "gates" {
  type    = set(string)
  default = []
}

variable "locks" {
  type    = set(string)
  default = []
}

resource "databricks_group" "gates" {
  for_each     = toset(["east", "west"])
  display_name = each.key
}

output "gates" {
  value = { for gate in var.gates : gate => databricks_group.gates[gate].nickname } # expect: reference-resolves
}

output "locks" {
  value = { for lock in var.locks : lock => databricks_group.gates[lock].nickname }
}
