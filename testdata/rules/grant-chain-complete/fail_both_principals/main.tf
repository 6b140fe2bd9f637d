variable "nightly" {
  type = bool
}

resource "databricks_catalog" "prod" {
  name = "prod"
}

resource "databricks_schema" "orders" {
  catalog_name = databricks_catalog.prod.name
  name         = "orders"
}

resource "databricks_grants" "catalog" {
  catalog = databricks_catalog.prod.name

  grant {
    principal  = "ops@example.com"
    privileges = ["USE_CATALOG", "USE_SCHEMA"]
  }
}

resource "databricks_grants" "orders" {
  schema = databricks_schema.orders.id

  grant {
    principal  = var.nightly ? "batch" : "stream"
    privileges = ["SELECT"] # expect: grant-chain-complete
  }
}
