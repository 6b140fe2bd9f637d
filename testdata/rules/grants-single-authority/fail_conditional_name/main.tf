variable "production" {
  type = bool
}

locals {
  catalog = var.production ? "prod_sales" : "dev_sales"
}

resource "databricks_grants" "a" {
  catalog = local.catalog

  grant {
    principal  = "a"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "b" {
  catalog = var.production ? "prod_sales" : "dev_sales" # expect: grants-single-authority

  grant {
    principal  = "b"
    privileges = ["USE_CATALOG"]
  }
}
