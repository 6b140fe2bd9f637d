# Made or looked up, the catalog has one name.

variable "create" {
  type = bool
}

resource "databricks_catalog" "c" {
  count = var.create ? 1 : 0
  name  = "sales"
}

data "databricks_catalog" "c" {
  count = var.create ? 0 : 1
  name  = "sales"
}

locals {
  catalog = var.create ? databricks_catalog.c[0].name : data.databricks_catalog.c[0].name
}

resource "databricks_grants" "a" {
  catalog = local.catalog
  grant {
    principal  = "a"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "b" {
  catalog = local.catalog # expect: grants-single-authority
  grant {
    principal  = "b"
    privileges = ["USE_CATALOG"]
  }
}
