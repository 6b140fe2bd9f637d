# `CREATE_SCHEMA` and `APPLY_TAG` on a catalog need `USE_CATALOG` alone: where only `USE_SCHEMA` is missing, they are not named.
resource "databricks_catalog" "sales" {
  name  = "sales"
  owner = "ops@example.com"
}

resource "databricks_grants" "sales" {
  catalog = databricks_catalog.sales.name

  grant {
    principal  = "eve@example.com"
    privileges = ["USE_CATALOG", "CREATE_SCHEMA", "APPLY_TAG"]
  }
  grant {
    principal  = "mia@example.com"
    privileges = ["USE_CATALOG", "CREATE_SCHEMA", "CREATE_TABLE"] # expect: grant-chain-complete
  }
  grant {
    principal  = "gus@example.com"
    privileges = ["CREATE_SCHEMA", "SELECT"] # expect: grant-chain-complete
  }
  grant {
    principal  = "tom@example.com"
    privileges = ["APPLY_TAG"] # expect: grant-chain-complete
  }
}
