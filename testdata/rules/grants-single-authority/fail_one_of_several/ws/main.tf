resource "databricks_permissions" "a" {
  authorization = "tokens" # undecided: grants-single-authority
  access_control {
    group_name       = "users"
    permission_level = "CAN_USE"
  }
}

resource "databricks_permissions" "b" {
  authorization = "tokens" # undecided: grants-single-authority
  access_control {
    group_name       = "admins"
    permission_level = "CAN_USE"
  }
}
