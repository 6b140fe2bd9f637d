resource "databricks_group" "stewards" { # expect: groups-from-idp
  display_name = "stewards"
}

resource "databricks_grants" "berths" {
  catalog = "berths"

  dynamic "grant" {
    for_each = split(",", "pilots, Stewards")

    content {
      principal  = grant.value
      privileges = ["USE_CATALOG"]
    }
  }
}
