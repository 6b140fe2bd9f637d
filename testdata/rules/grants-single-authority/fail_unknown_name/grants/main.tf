variable "catalog" {
  type = string
}

resource "databricks_grants" "this" {
  catalog = var.catalog # expect: grants-single-authority

  grant {
    principal  = "a"
    privileges = ["USE_CATALOG"]
  }
}
