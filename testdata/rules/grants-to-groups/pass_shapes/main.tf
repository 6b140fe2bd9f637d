data "databricks_group" "analysts" {
  display_name = "analysts"
}

resource "databricks_service_principal" "etl" {
  display_name = "etl@pipeline"
}

resource "databricks_group" "writers" {
  display_name = "writers"
}

resource "databricks_grants" "sales" {
  catalog = "sales"

  grant {
    principal  = data.databricks_group.analysts.display_name
    privileges = ["USE_CATALOG"]
  }
  grant {
    principal  = databricks_service_principal.etl.application_id
    privileges = ["USE_CATALOG"]
  }
  grant {
    principal  = databricks_group.writers.display_name
    privileges = ["USE_CATALOG"]
  }
  grant {
    principal  = "account users"
    privileges = ["BROWSE"]
  }
  grant {
    principal  = "the @ team"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_recipient" "partner" {
  name                = "partner@example.com"
  authentication_type = "TOKEN"
}

resource "databricks_grants" "share" {
  share = "orders"

  grant {
    principal  = databricks_recipient.partner.name
    privileges = ["SELECT"]
  }
}
