# What is required stands in the block that an override file changes.
resource "databricks_schema" "left" { # expect: known-schema
  name = "left"
}

resource "databricks_schema" "replaced" {
  name         = "replaced"
  catalog_name = null
}

resource "databricks_grants" "blocks" {
  catalog = "main"
}
