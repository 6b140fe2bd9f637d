resource "databricks_catalog" "sales" {
  name = "sales"
}

resource "databricks_schema" "orders" {
  catalog_name = databricks_catalog.sales.name
  name         = "orders"
}

resource "databricks_grants" "sales" {
  catalog = databricks_catalog.sales.name

  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG", "MANAGE"]
  }
}

resource "databricks_grants" "orders" {
  schema = databricks_schema.orders.id

  grant {
    principal  = "analysts"
    privileges = ["SELECT", "MANAGE"] # expect: grant-chain-complete
  }
}
