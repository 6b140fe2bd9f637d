variable "group" {
  type = string
}

resource "databricks_group_member" "variable" {
  group_id  = var.group
  member_id = var.group # expect: groups-from-idp
}

resource "databricks_group_member" "literal" {
  group_id  = "1234"
  member_id = "1234" # expect: groups-from-idp
}
