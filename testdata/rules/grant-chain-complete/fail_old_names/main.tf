# `CREATE` was the privilege to make what is in a schema, and schemas in a catalog.
resource "databricks_grants" "orders" {
  catalog = "orders"

  grant {
    principal  = "00000000-0000-0000-0000-0000000000aa"
    privileges = ["USAGE", "CREATE"]
  }
}

resource "databricks_grants" "raw" {
  schema = "orders.raw"

  grant {
    principal  = "00000000-0000-0000-0000-0000000000aa"
    privileges = ["CREATE"]
  }
  grant {
    principal  = "00000000-0000-0000-0000-0000000000bb"
    privileges = ["USAGE", "CREATE"] # expect: grant-chain-complete
  }
}
