# Nothing says which environment this is; the schema exists and loses what keeps it.
resource "databricks_schema" "raw" {
  catalog_name  = "main"
  name          = "raw"
  force_destroy = true # expect: lifecycle-protects-state
}
