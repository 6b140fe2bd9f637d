# The grants on the catalog are all here, those on the schema are not.
resource "databricks_grants" "catalog" {
  catalog = "main"

  grant {
    principal  = "auditors"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "table" {
  table = "main.raw.orders"

  grant {
    principal  = "support"
    privileges = ["SELECT"] # expect: grant-chain-complete # undecided: grant-chain-complete
  }
  grant {
    principal  = "auditors"
    privileges = ["SELECT"] # expect: grant-chain-complete
  }
}
