terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.126"
    }
  }
}

provider "databricks" {
  host  = "https://example.cloud.databricks.com"
  token = "x"
}

resource "databricks_service_principal" "bi" {
  display_name = "bi"
}

resource "databricks_catalog" "c" {
  name  = "c"
  owner = "admin@example.com"
}

resource "databricks_schema" "s" {
  catalog_name = databricks_catalog.c.name
  name         = "s"
  owner        = "admin@example.com"
}

resource "databricks_grants" "c" {
  catalog = databricks_catalog.c.name
  grant {
    principal  = "22222222-2222-3333-4444-555555555555"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "s" {
  schema = databricks_schema.s.id
  grant {
    principal  = databricks_service_principal.bi.application_id
    privileges = ["USE_SCHEMA", "SELECT"] # expect: grant-chain-complete
  }
}
