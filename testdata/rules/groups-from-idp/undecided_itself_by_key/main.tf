variable "names" {
  type = set(string)
}

variable "pairs" {
  type = map(object({ outer = string, inner = string }))
}

data "databricks_group" "all" {
  for_each     = var.names
  display_name = each.key
}

resource "databricks_group_member" "itself" {
  for_each  = var.names
  group_id  = data.databricks_group.all[each.key].id
  member_id = data.databricks_group.all[each.key].id # undecided: groups-from-idp
}

resource "databricks_group_member" "other" {
  for_each  = var.pairs
  group_id  = data.databricks_group.all[each.value.outer].id
  member_id = data.databricks_group.all[each.value.inner].id # undecided: groups-from-idp
}
