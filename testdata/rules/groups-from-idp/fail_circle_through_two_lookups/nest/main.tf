variable "outer" {
  type = string
}

variable "inner" {
  type = string
}

data "databricks_group" "outer" {
  display_name = var.outer
}

data "databricks_group" "inner" {
  display_name = var.inner
}

resource "databricks_group_member" "nested" {
  group_id  = data.databricks_group.outer.id
  member_id = data.databricks_group.inner.id # expect: groups-from-idp
}
