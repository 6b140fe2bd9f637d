data "databricks_tables" "gold" {
  catalog_name = "lake"
  schema_name  = "gold"
}

resource "databricks_grants" "gold" {
  for_each = data.databricks_tables.gold.ids
  table    = each.value

  grant {
    principal  = "readers"
    privileges = ["SELECT"] # undecided: grant-chain-complete
  }
}
