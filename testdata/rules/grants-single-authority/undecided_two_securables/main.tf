resource "databricks_grants" "either" {
  catalog = "lake"
  schema  = "lake.raw" # undecided: grants-single-authority

  grant {
    principal  = "readers"
    privileges = ["BROWSE"]
  }
}

resource "databricks_grants" "the_schema" {
  schema = "lake.raw" # undecided: grants-single-authority

  grant {
    principal  = "loaders"
    privileges = ["USE_SCHEMA"]
  }
}
