resource "databricks_catalog" "sales" {
  name = "Prod_Sales"
}

resource "databricks_schema" "orders" {
  catalog_name = databricks_catalog.sales.name
  name         = "orders"
}

resource "databricks_grants" "literal" {
  schema = "prod_sales.ORDERS" # expect: grants-single-authority

  grant {
    principal  = "a"
    privileges = ["USE_SCHEMA"]
  }
}

resource "databricks_grants" "reference" {
  schema = databricks_schema.orders.id # expect: grants-single-authority

  grant {
    principal  = "b"
    privileges = ["USE_SCHEMA"]
  }
}

resource "databricks_grant" "single" {
  schema     = "${databricks_catalog.sales.id}.orders"
  principal  = "c"
  privileges = ["USE_SCHEMA"]
}
