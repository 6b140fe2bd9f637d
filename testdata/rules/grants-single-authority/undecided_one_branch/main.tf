variable "production" {
  type = bool
}

resource "databricks_grants" "a" {
  catalog = "prod_sales"

  grant {
    principal  = "a"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "b" {
  catalog = var.production ? "prod_sales" : "dev_sales" # undecided: grants-single-authority

  grant {
    principal  = "b"
    privileges = ["USE_CATALOG"]
  }
}
