# What others grant beside these is left alone, so that an error would say too much: it is information.
resource "databricks_grants" "main" {
  catalog = "main"

  grant {
    principal  = "0c1d3f00-aaaa-4bbb-8ccc-123456789012"
    privileges = ["USE_CATALOG"]
  }

  lifecycle {
    ignore_changes = [grant]
  }
}

resource "databricks_grants" "orders" {
  schema = "main.orders"

  grant {
    principal  = "analysts"
    privileges = ["USE_SCHEMA", "SELECT"] # expect: grant-chain-complete
  }
}
