# The owner of a catalog does not own what is in it.

resource "databricks_catalog" "sales" {
  name  = "sales"
  owner = "owners"
}

resource "databricks_grants" "sales" {
  catalog = databricks_catalog.sales.name

  grant {
    principal  = "owners"
    privileges = ["SELECT"] # expect: grant-chain-complete
  }
}
