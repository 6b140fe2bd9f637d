variable "members" {
  type = map(object({ group = string }))
}

resource "databricks_service_principal" "this" {
  display_name = "this"
}

resource "databricks_group" "z" { # undecided: groups-from-idp
  display_name = "z"
}

# One of these can be `z`.
data "databricks_group" "any" {
  for_each     = var.members
  display_name = each.value.group
}

resource "databricks_group_member" "any" {
  for_each  = var.members
  group_id  = data.databricks_group.any[each.key].id
  member_id = databricks_service_principal.this.id # undecided: groups-from-idp
}
