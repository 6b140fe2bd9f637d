resource "databricks_schema" "x" { # expect: known-schema
  catalog_name = "sales"
}
