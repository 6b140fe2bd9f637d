data "databricks_group" "this" {
  for_each     = toset(["top", "left", "right", "bottom"])
  display_name = each.key
}

resource "databricks_group_member" "this" {
  for_each = {
    left         = ["top", "left"]
    right        = ["top", "right"]
    left_bottom  = ["left", "bottom"]
    right_bottom = ["right", "bottom"]
  }
  group_id  = data.databricks_group.this[each.value[0]].id
  member_id = data.databricks_group.this[each.value[1]].id
}
