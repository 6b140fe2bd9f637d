data "databricks_group" "this" {
  for_each     = toset(["a", "b", "c"])
  display_name = each.key
}

resource "databricks_group_member" "ab" {
  group_id  = data.databricks_group.this["a"].id
  member_id = data.databricks_group.this["b"].id # expect: groups-from-idp
}

resource "databricks_group_member" "bc" {
  group_id  = data.databricks_group.this["b"].id
  member_id = data.databricks_group.this["c"].id # expect: groups-from-idp
}

resource "databricks_group_member" "ca" {
  group_id  = data.databricks_group.this["c"].id
  member_id = data.databricks_group.this["a"].id # expect: groups-from-idp
}
