variable "parent" {
  type = string
}

resource "databricks_group" "this" {
  for_each     = toset(["a", "b", "c"])
  display_name = each.key
  external_id  = "id-${each.key}"
}

resource "databricks_group_member" "b_in_a" {
  group_id  = databricks_group.this["a"].id
  member_id = databricks_group.this["b"].id
}

# Of the group itself, or of one that is in it.
resource "databricks_group_member" "any_in_b" {
  group_id  = databricks_group.this["b"].id
  member_id = databricks_group.this[var.parent].id # undecided: groups-from-idp
}
