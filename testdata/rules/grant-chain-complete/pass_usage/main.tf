# `USAGE` is what `USE_CATALOG` and `USE_SCHEMA` were called before, and still becomes them.

resource "databricks_grants" "sales" {
  catalog = "sales"

  grant {
    principal  = "analysts"
    privileges = ["USAGE"]
  }
}

resource "databricks_grants" "raw" {
  schema = "sales.raw"

  grant {
    principal  = "analysts"
    privileges = ["usage", "SELECT"]
  }
}
