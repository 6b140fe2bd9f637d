variable "member_id" {
  type = string
}

data "databricks_current_user" "me" {}

data "databricks_group" "admins" {
  display_name = "admins"
}

resource "databricks_group" "team" { # undecided: groups-from-idp
  display_name = "team"
}

resource "databricks_group_member" "one" {
  group_id  = databricks_group.team.id
  member_id = var.member_id # undecided: groups-from-idp
}

resource "databricks_group_member" "me" {
  group_id  = data.databricks_group.admins.id
  member_id = data.databricks_current_user.me.id # undecided: groups-from-idp
}
