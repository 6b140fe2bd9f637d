# Sets of blocks and of texts that hold what the plan does not know beside what the source writes out: the unknown stands
# last in the plan, wherever it stands in the source.
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

resource "databricks_service_principal" "load" {
  display_name = "load"
}

locals {
  etl = databricks_service_principal.etl.application_id
}

resource "databricks_grants" "of_local" {
  catalog = "a"
  grant {
    principal  = local.etl
    privileges = ["USE_CATALOG"]
  }
  grant {
    principal  = "11111111-aaaa-bbbb-cccc-000000000001"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "of_dynamic" {
  catalog = "b"
  dynamic "grant" {
    for_each = {
      a = { to = databricks_service_principal.load.application_id, what = ["BROWSE"] }
      b = { to = local.etl, what = ["USE_CATALOG"] }
      c = { to = "readers", what = ["BROWSE"] }
    }
    content {
      principal  = grant.value.to
      privileges = grant.value.what
    }
  }
}

# The two are alike in the plan.
resource "databricks_grants" "of_two" {
  catalog = "c"
  grant {
    principal  = databricks_service_principal.load.id
    privileges = [databricks_service_principal.etl.home]
  }
  grant {
    principal  = local.etl
    privileges = [databricks_service_principal.load.home]
  }
}

resource "databricks_user" "several" {
  user_name = "several@example.com"
}

resource "databricks_grants" "of_a_choice" {
  catalog = "d"
  grant {
    principal  = databricks_user.several.id == "" ? "nobody" : databricks_user.several.user_name
    privileges = ["BROWSE"]
  }
  grant {
    principal  = "readers"
    privileges = ["BROWSE"]
  }
}
