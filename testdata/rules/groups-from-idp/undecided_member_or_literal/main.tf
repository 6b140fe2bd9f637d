variable "robot" {
  type = bool
}

resource "databricks_user" "person" {
  user_name   = "person@example.com"
  external_id = "6f1c"
}

data "databricks_group" "readers" {
  display_name = "readers"
}

resource "databricks_group_member" "one" {
  group_id  = data.databricks_group.readers.id
  member_id = var.robot ? "1234567890" : databricks_user.person.id # undecided: groups-from-idp
}
