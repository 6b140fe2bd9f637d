# The id of the newer form is a number, the argument that takes it a text: the member is the user all the same.
data "databricks_user" "classic" {
  user_id = "12"
}

data "databricks_workspace_iam_user_v2" "newer" {
  user_id = 12
}

data "databricks_workspace_iam_service_principal_v2" "machine" {
  service_principal_id = 13
}

resource "databricks_group" "machines" {
  display_name = "machines"
  external_id  = "0f3a1c52-0000-4000-8000-000000000001"
}

data "databricks_group" "people" {
  display_name = "people"
}

resource "databricks_group_member" "classic" {
  group_id  = data.databricks_group.people.id
  member_id = data.databricks_user.classic.user_id # expect: groups-from-idp
}

resource "databricks_workspace_iam_direct_group_member_v2" "newer" {
  group_id     = data.databricks_group.people.id
  principal_id = data.databricks_workspace_iam_user_v2.newer.user_id # expect: groups-from-idp
}

# A service principal goes into a group that is made here.
resource "databricks_workspace_iam_direct_group_member_v2" "machine" {
  group_id     = databricks_group.machines.id
  principal_id = data.databricks_workspace_iam_service_principal_v2.machine.service_principal_id
}
