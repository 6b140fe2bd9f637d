variable "members" {
  type = map(string)
}

data "databricks_group" "crew" {
  for_each     = var.members
  display_name = each.value
}

resource "databricks_service_principal" "member" {
  for_each     = var.members
  display_name = each.key
}

resource "databricks_group_member" "member" {
  for_each  = var.members
  group_id  = data.databricks_group.crew[each.key].id
  member_id = databricks_service_principal.member[each.key].id
}
