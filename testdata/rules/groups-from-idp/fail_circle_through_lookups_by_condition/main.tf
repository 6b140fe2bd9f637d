variable "prod" {
  type = bool
}

resource "databricks_group" "inner" { # expect: groups-from-idp
  display_name = var.prod ? "inner" : "inner-dev"
}

resource "databricks_group" "outer" { # expect: groups-from-idp
  display_name = "outer"
}

data "databricks_group" "inner" {
  display_name = var.prod ? "Inner" : "inner-dev"
}

resource "databricks_group_member" "inner" {
  group_id  = databricks_group.outer.id
  member_id = databricks_group.inner.id # expect: groups-from-idp
}

resource "databricks_group_member" "outer" {
  group_id  = data.databricks_group.inner.id
  member_id = databricks_group.outer.id # expect: groups-from-idp
}
