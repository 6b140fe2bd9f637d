# What a splat over no instances reads, Terraform never looks for.
locals {
  switched_on = false
}

resource "databricks_group" "auditors" {
  count        = 0
  display_name = "auditors"
}

resource "databricks_group" "couriers" {
  count        = local.switched_on ? 1 : 0
  display_name = "couriers"
}

output "auditors" {
  value = databricks_group.auditors[*].nickname
}

output "couriers" {
  value = databricks_group.couriers.*.nickname
}
