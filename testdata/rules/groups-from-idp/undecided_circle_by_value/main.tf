variable "names" {
  type = set(string)
}

variable "nested" {
  type = map(string)
}

resource "databricks_group" "this" {
  for_each     = var.names
  display_name = each.key
  external_id  = "id-${each.key}"
}

resource "databricks_group_member" "nested" {
  for_each  = var.nested
  group_id  = databricks_group.this[each.key].id
  member_id = databricks_group.this[each.value].id # undecided: groups-from-idp
}

# What is in the first can be the first.
resource "databricks_group_member" "first" {
  group_id  = databricks_group.this["first"].id
  member_id = databricks_group.this["second"].id # undecided: groups-from-idp
}
