# A person gets in through the lookup.
resource "databricks_group" "jobs" { # expect: groups-from-idp
  display_name = "job-runners"
}

data "databricks_group" "same" {
  display_name = databricks_group.jobs.display_name
}

resource "databricks_service_principal" "runner" {
  display_name = "runner"
}

resource "databricks_group_member" "runner" {
  group_id  = databricks_group.jobs.id
  member_id = databricks_service_principal.runner.id
}

resource "databricks_user" "ada" {
  user_name = "ada@example.com"
}

resource "databricks_group_member" "ada" {
  group_id  = data.databricks_group.same.id
  member_id = databricks_user.ada.id # expect: groups-from-idp
}
