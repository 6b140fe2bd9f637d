resource "databricks_grants" "sales" {
  catalog = "sales"

  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG", "SELECT"]
  }
  grant {
    principal  = "makers"
    privileges = ["USE_CATALOG", "CREATE_SCHEMA"]
  }
  grant {
    principal  = "owners"
    privileges = ["ALL_PRIVILEGES", "MANAGE"]
  }
}

resource "databricks_grants" "orders" {
  schema = "sales.orders"

  grant {
    principal  = "analysts"
    privileges = ["USE_SCHEMA"]
  }
}

data "databricks_schema" "returns" {
  name = "Sales.Returns"
}

resource "databricks_grants" "returns" {
  schema = data.databricks_schema.returns.id

  grant {
    principal  = "makers"
    privileges = ["USE_SCHEMA"]
  }
}

resource "databricks_grants" "parcels" {
  table = "${data.databricks_schema.returns.id}.parcels"

  grant {
    principal  = "makers"
    privileges = ["SELECT"]
  }
}
