# Where there is an instance, or may be one, it has the attribute or not.
variable "switched_on" {
  type = bool
}

resource "databricks_group" "auditors" {
  count        = 1
  display_name = "auditors"
}

resource "databricks_group" "couriers" {
  count        = var.switched_on ? 1 : 0
  display_name = "couriers"
}

resource "databricks_group" "drivers" {
  count        = 0
  display_name = "drivers"
}

output "auditors" {
  value = databricks_group.auditors[*].nickname # expect: reference-resolves
}

output "couriers" {
  value = databricks_group.couriers[*].nickname # expect: reference-resolves
}

# An instance that is named is looked for in what the provider knows, wherever it is.
output "driver" {
  value = try(databricks_group.drivers[0].nickname, null) # expect: reference-resolves
}
