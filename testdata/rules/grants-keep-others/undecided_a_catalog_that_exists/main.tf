resource "databricks_catalog" "sales" {
  name           = "sales"
  storage_root   = "s3://acme-lake/sales"
  isolation_mode = "ISOLATED"
  force_destroy  = false
}

resource "databricks_grants" "sales" {
  catalog = databricks_catalog.sales.name # undecided: grants-keep-others

  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "main" {
  catalog = "main" # undecided: grants-keep-others

  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG"]
  }
}
