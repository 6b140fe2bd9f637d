# Both hold what they need, whichever block comes first in the plan.
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

resource "databricks_grants" "c" {
  catalog = "c"
  grant {
    principal  = local.etl
    privileges = ["USE_CATALOG", "USE_SCHEMA"]
  }
  grant {
    principal  = "11111111-aaaa-bbbb-cccc-000000000001"
    privileges = ["USE_CATALOG", "USE_SCHEMA"]
  }
}

resource "databricks_grants" "s" {
  schema = "c.s"
  grant {
    principal  = databricks_service_principal.etl.application_id
    privileges = ["SELECT"]
  }
}
