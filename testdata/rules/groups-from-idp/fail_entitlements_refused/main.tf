variable "sql" {
  type = bool
}

# What is refused, and no privilege, is no access: this is advice.
resource "databricks_group" "plain" { # expect: groups-from-idp
  display_name = "plain"
}

resource "databricks_entitlements" "plain" {
  group_id              = databricks_group.plain.id
  databricks_sql_access = false
}

resource "databricks_grant" "plain" {
  catalog    = "orders"
  principal  = databricks_group.plain.display_name
  privileges = []
}

resource "databricks_grants" "plain" {
  catalog = "returns"

  grant {
    principal  = databricks_group.plain.display_name
    privileges = []
  }
  grant {
    principal  = databricks_group.reader.display_name
    privileges = ["USE_CATALOG"]
  }
}

# The other block gives it.
resource "databricks_group" "reader" { # expect: groups-from-idp
  display_name = "reader"
}

# This gives it.
resource "databricks_group" "entitled" { # expect: groups-from-idp
  display_name = "entitled"
}

resource "databricks_entitlements" "entitled" {
  group_id              = databricks_group.entitled.id
  databricks_sql_access = false
  workspace_access      = true
}

# This may.
resource "databricks_group" "perhaps" { # expect: groups-from-idp
  display_name = "perhaps"
}

resource "databricks_entitlements" "perhaps" {
  group_id              = databricks_group.perhaps.id
  databricks_sql_access = var.sql
}
