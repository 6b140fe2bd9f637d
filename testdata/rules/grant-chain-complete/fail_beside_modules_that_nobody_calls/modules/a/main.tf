# All grants on the catalog and the schema are here: what others grant on the catalog to somebody else changes nothing.
variable "team" {
  type = string
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

resource "databricks_grants" "orders" {
  schema = "sales.orders"

  grant {
    principal  = databricks_group.analysts.display_name
    privileges = ["SELECT"] # expect: grant-chain-complete
  }
}

resource "databricks_grants" "returns" {
  schema = "sales.returns"

  grant {
    principal  = databricks_group.analysts.display_name
    privileges = ["SELECT"] # undecided: grant-chain-complete
  }
}
