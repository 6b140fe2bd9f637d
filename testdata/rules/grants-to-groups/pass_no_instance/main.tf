resource "databricks_grant" "none" {
  count = 0

  catalog    = "prod"
  principal  = "alice@example.com"
  privileges = ["USE_CATALOG"]
}

resource "databricks_grants" "empty" {
  catalog = "other"

  dynamic "grant" {
    for_each = toset([])

    content {
      principal  = "alice@example.com"
      privileges = ["USE_CATALOG"]
    }
  }
}
