# Names of groups are compared without regard to case, so that all of these carry access.
resource "databricks_group" "readers" { # expect: groups-from-idp
  display_name = "Readers"
}

resource "databricks_grant" "readers" {
  catalog    = "main"
  principal  = "readers"
  privileges = ["BROWSE"]
}

resource "databricks_group" "runners" { # expect: groups-from-idp
  display_name = "Runners"
}

resource "databricks_permissions" "job" {
  job_id = "1"

  access_control {
    group_name       = "RUNNERS"
    permission_level = "CAN_VIEW"
  }
}
