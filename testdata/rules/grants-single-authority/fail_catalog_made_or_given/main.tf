variable "create" {
  type = bool
}

variable "catalog" {
  type = string
}

locals {
  given = var.create ? databricks_catalog.own[0].name : var.catalog
}

resource "databricks_catalog" "own" {
  count = var.create ? 1 : 0
  name  = var.catalog
}

resource "databricks_grants" "given" {
  table = "${local.given}.a.b"

  grant {
    principal  = "a"
    privileges = ["SELECT"]
  }
}

resource "databricks_grants" "given_again" {
  table = "${var.catalog}.a.b" # expect: grants-single-authority

  grant {
    principal  = "b"
    privileges = ["SELECT"]
  }
}
