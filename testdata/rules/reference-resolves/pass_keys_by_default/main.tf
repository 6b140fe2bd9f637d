# Where variables have their defaults, and nothing gives them other values, nothing takes these.
variable "with_fleet" {
  type    = bool
  default = false
}

variable "more_depots" {
  type    = set(string)
  default = []
}

locals {
  depot     = "north"
  no_depots = { for depot in var.more_depots : depot => depot }
}

resource "databricks_group" "depots" {
  for_each     = toset(["north", "south"])
  display_name = each.key
}

resource "databricks_group" "garages" {
  count        = 2
  display_name = "garage-${count.index}"
}

output "not_chosen_by_default" {
  value = var.with_fleet ? databricks_group.depots[local.depot].nickname : ""
}

output "not_chosen_splat" {
  value = var.with_fleet ? databricks_group.garages[*].nickname : []
}

output "of_none" {
  value = [for depot in var.more_depots : databricks_group.depots[depot].nickname]
}

output "of_none_through_a_local" {
  value = [for depot in local.no_depots : databricks_group.depots[depot].nickname]
}
