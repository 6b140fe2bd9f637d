# Was `databricks_grants.old`: Terraform makes this one and destroys that one, which revokes everything.
resource "databricks_grants" "new" {
  catalog = "main" # expect: grants-keep-others

  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG"]
  }
}
