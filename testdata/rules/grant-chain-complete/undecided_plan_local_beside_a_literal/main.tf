# The plan has the literal first and the local, which is not known, behind it.
terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

provider "databricks" {
  host = "https://acme-prod.cloud.databricks.com"
}

resource "databricks_service_principal" "etl" {
  display_name = "etl"
}

locals {
  etl = databricks_service_principal.etl.application_id
}

resource "databricks_schema" "s" {
  catalog_name = "c"
  name         = "s"
}

resource "databricks_grants" "c" {
  catalog = "c"
  grant {
    principal  = "11111111-aaaa-bbbb-cccc-000000000001"
    privileges = ["USE_CATALOG", "USE_SCHEMA"]
  }
}

resource "databricks_grants" "s" {
  schema = "c.s"
  grant {
    principal  = local.etl
    privileges = ["SELECT"] # undecided: grant-chain-complete
  }
  grant {
    principal  = "11111111-aaaa-bbbb-cccc-000000000001"
    privileges = ["SELECT"]
  }
}
