provider "databricks" {
  host = "https://dev.cloud.databricks.com"
}

resource "databricks_grants" "sales" {
  catalog = "sales"

  grant {
    principal  = "engineers@example.com"
    privileges = ["USE_CATALOG"]
  }
}

# Whether the grants of the module are on this catalog is not known; they do not open it.
resource "databricks_grants" "ledger" {
  schema = "finance.ledger"

  grant {
    principal  = "analysts"
    privileges = ["USE_SCHEMA", "SELECT"] # expect: grant-chain-complete # undecided: grant-chain-complete
  }
}
