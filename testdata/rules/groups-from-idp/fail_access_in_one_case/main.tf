variable "open" {
  type = bool
}

resource "databricks_group" "team" { # expect: groups-from-idp # undecided: groups-from-idp
  display_name = "team"
}

resource "databricks_grant" "prod" {
  count      = var.open ? 1 : 0
  catalog    = "prod"
  principal  = databricks_group.team.display_name
  privileges = ["USE_CATALOG"]
}
