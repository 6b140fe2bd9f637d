resource "databricks_group" "granted" { # expect: groups-from-idp
  display_name = "analysts"
}

resource "databricks_grants" "main" {
  catalog = "main"
  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_group" "outer" { # expect: groups-from-idp
  display_name     = "outer"
  workspace_access = true
}

resource "databricks_group" "inner" { # expect: groups-from-idp
  display_name = "inner"
}

resource "databricks_group_member" "inner" {
  group_id  = databricks_group.outer.id
  member_id = databricks_group.inner.id
}

# It carries no access: advice.
resource "databricks_group" "idle" { # expect: groups-from-idp
  display_name = "idle"
}

resource "databricks_group" "operators" { # expect: groups-from-idp
  display_name = "operators"
}

resource "databricks_permissions" "job" {
  job_id = "1"
  access_control {
    group_name       = "operators"
    permission_level = "CAN_MANAGE_RUN"
  }
}
