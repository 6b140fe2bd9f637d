resource "databricks_grants" "main" { # expect: grants-not-drifted
  catalog = "main"

  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG"]
  }
}
