provider "databricks" {
  host = "quay.cloud.databricks.com"
}

resource "databricks_group" "pilots" { # expect: groups-from-idp
  display_name = "pilots"
}

resource "databricks_group" "cadets" { # expect: groups-from-idp
  display_name = "cadets"
}

resource "databricks_group_member" "cadets" {
  group_id  = databricks_group.pilots.id
  member_id = databricks_group.cadets.id
}

resource "databricks_group" "tugs" { # expect: groups-from-idp
  display_name = "tugs"
}

# Nothing that is known to be of this workspace gives them anything.
resource "databricks_group" "divers" { # expect: groups-from-idp
  display_name = "divers"
}

resource "databricks_group" "carriers" { # expect: groups-from-idp
  display_name = "carriers"
}
