provider "databricks" {
  alias = "a"
}

resource "databricks_grants" "sales" {
  provider = databricks.a
  catalog  = "sales"

  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG", "USE_SCHEMA"]
  }
}
