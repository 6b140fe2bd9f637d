resource "databricks_grant" "volume" {
  volume     = "main.raw.files"
  principal  = "analysts"
  privileges = ["READ_VOLUME"] # expect: grant-chain-complete
}

resource "databricks_grants" "catalog_only" {
  catalog = "finance"

  grant {
    principal  = "data-scientists"
    privileges = ["USE_CATALOG"]
  }
  grant {
    principal  = "writers"
    privileges = ["USE_CATALOG", "SELECT"] # expect: grant-chain-complete
  }
}
