variable "prod" {
  type = bool
}

resource "databricks_group" "readers" { # expect: groups-from-idp
  display_name = var.prod ? "readers" : "readers-dev"
}

resource "databricks_grants" "main" {
  catalog = "main"

  grant {
    principal  = databricks_group.readers.display_name
    privileges = ["USE_CATALOG"]
  }
}
