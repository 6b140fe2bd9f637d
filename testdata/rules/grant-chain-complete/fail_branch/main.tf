variable "wide" {
  type = bool
}

resource "databricks_group" "analysts" {
  display_name = "analysts"
}

resource "databricks_grants" "sales" {
  catalog = "sales"

  grant {
    principal  = databricks_group.analysts.display_name
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_schema" "orders" {
  catalog_name = "sales"
  name         = "orders"
}

# Both branches lack USE_SCHEMA.
resource "databricks_grants" "orders" {
  schema = "sales.orders"

  grant {
    principal  = databricks_group.analysts.display_name
    privileges = var.wide ? ["SELECT", "MODIFY"] : ["SELECT"] # expect: grant-chain-complete
  }
}
