# The plan has the person first; the block of the service principal is another.
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

resource "databricks_service_principal" "a" {
  display_name = "a"
}

resource "databricks_grants" "c" {
  catalog = "c"
  grant {
    principal  = local.other
    privileges = ["USE_CATALOG"]
  }
  grant {
    principal  = databricks_service_principal.a.application_id
    privileges = ["USE_CATALOG"]
  }
  dynamic "grant" {
    for_each = { one = "bob@example.com" }
    content {
      principal  = grant.value # expect: grants-to-groups
      privileges = ["USE_CATALOG"]
    }
  }
}

locals {
  other = "other"
}
