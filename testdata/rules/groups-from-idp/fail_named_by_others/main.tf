provider "databricks" {
  host = "https://quay.cloud.databricks.com"
}

provider "databricks" {
  alias = "pier"
  host  = "https://pier.cloud.databricks.com"
}

# Who is granted to there is another group, or a recipient.
resource "databricks_group" "carriers" { # expect: groups-from-idp
  display_name = "carriers"
}

resource "databricks_grant" "in_another_workspace" {
  provider   = databricks.pier
  catalog    = "berths"
  principal  = "carriers"
  privileges = ["USE_CATALOG"]
}

resource "databricks_permissions" "in_another_workspace" {
  provider   = databricks.pier
  cluster_id = "0101-120000-brick1"

  access_control {
    group_name       = "carriers"
    permission_level = "CAN_RESTART"
  }
}

resource "databricks_grants" "share" {
  share = "timetables"

  grant {
    principal  = "Carriers"
    privileges = ["SELECT"]
  }
}

# Here it is the group.
resource "databricks_group" "tugs" { # expect: groups-from-idp
  display_name = "tugs"
}

resource "databricks_grant" "tugs" {
  catalog    = "berths"
  principal  = "tugs"
  privileges = ["USE_CATALOG"]
}
