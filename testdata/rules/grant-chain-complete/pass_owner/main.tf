resource "databricks_catalog" "main" {
  name  = "main"
  owner = "platform"
}

resource "databricks_schema" "orders" {
  catalog_name = databricks_catalog.main.name
  name         = "orders"
  owner        = "platform"
}

resource "databricks_grants" "main" {
  catalog = "main"

  grant {
    principal  = "account users"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "orders" {
  schema = "main.orders"

  grant {
    principal  = "platform"
    privileges = ["CREATE_TABLE"]
  }
  grant {
    principal  = "users-of-orders"
    privileges = ["USE_SCHEMA"]
  }
}

resource "databricks_grants" "model" {
  model = "main.orders.churn"

  grant {
    principal  = "users-of-orders"
    privileges = ["EXECUTE"]
  }
}
