variable "account" {
  type = string
}

resource "databricks_group" "deployers" { # expect: groups-from-idp
  display_name = "Deployers"
}

resource "databricks_group" "readers" { # expect: groups-from-idp
  display_name = "readers"
}

resource "databricks_group" "idle" { # expect: groups-from-idp
  display_name = "idle"
}

resource "databricks_access_control_rule_set" "sp" {
  name = "accounts/${var.account}/servicePrincipals/abc/ruleSets/default"
  grant_rules {
    principals = ["users/idle", "groups/deployers"]
    role       = "roles/servicePrincipal.user"
  }
}

resource "databricks_sql_permissions" "table" {
  table = "t"
  privilege_assignments {
    principal  = "readers"
    privileges = ["SELECT"]
  }
}
