resource "databricks_grants" "either" {
  catalog = "lake"
  table   = "shop.web.clicks" # undecided: grant-chain-complete

  grant {
    principal  = "readers"
    privileges = ["USE_CATALOG", "USE_SCHEMA", "SELECT"]
  }
}

resource "databricks_grants" "a_table" {
  table = "lake.raw.events"

  grant {
    principal  = "readers"
    privileges = ["SELECT"] # undecided: grant-chain-complete
  }
}
