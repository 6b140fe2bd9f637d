resource "databricks_permissions" "tokens" {
  authorization = "tokens"
  access_control {
    group_name       = "users"
    permission_level = "CAN_USE"
  }
}

resource "databricks_grants" "main" {
  catalog = "main"
  grant {
    principal  = "eng"
    privileges = ["USE_CATALOG"]
  }
}
