variable "create" {
  type = bool
}

variable "catalog" {
  type = string
}

variable "workspace" {
  type = string
}

locals {
  given    = var.create ? databricks_catalog.own[0].name : var.catalog
  replaced = replace("acme-${var.workspace}", "-", "_")
}

resource "databricks_catalog" "own" {
  count = var.create ? 1 : 0
  name  = var.catalog
  owner = "platform"
}

resource "databricks_catalog" "replaced" {
  name  = local.replaced
  owner = "platform"
}

resource "databricks_schema" "replaced" {
  catalog_name = databricks_catalog.replaced.name
  name         = "curated"
  owner        = "platform"
}

resource "databricks_grants" "given" {
  catalog = local.given

  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "given_schema" {
  schema = "${local.given}.curated"

  grant {
    principal  = "analysts"
    privileges = ["USE_SCHEMA", "SELECT"]
  }
}

resource "databricks_grants" "replaced" {
  catalog = databricks_catalog.replaced.name

  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "replaced_schema" {
  schema = databricks_schema.replaced.id

  grant {
    principal  = "analysts"
    privileges = ["USE_SCHEMA", "SELECT"]
  }
}
