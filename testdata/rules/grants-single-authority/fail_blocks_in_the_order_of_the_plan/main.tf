# The plan has the blocks in the order of a set.
resource "databricks_grants" "sales" {
  catalog = "prod_sales"

  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG"]
  }
  grant {
    principal  = "analysts" # expect: grants-single-authority
    privileges = ["USE_SCHEMA", "SELECT"]
  }
}
