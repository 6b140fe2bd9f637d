# The ids that apply gives are unknown, and each is nobody else's.
resource "databricks_service_principal" "etl" {
  display_name = "etl"
}

resource "databricks_service_principal" "reports" {
  display_name = "reports"
}

# On Azure the id is that of an application, which both may be made for.
resource "databricks_service_principal" "given" {
  application_id = azuread_application.shared.client_id
}

resource "azuread_application" "shared" {
  display_name = "shared"
}

resource "databricks_catalog" "lake" {
  name  = "lake"
  owner = databricks_service_principal.reports.application_id
}

resource "databricks_grants" "lake" {
  catalog = databricks_catalog.lake.name
  grant {
    principal  = databricks_service_principal.reports.application_id
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "azure" {
  catalog = "azure"
  grant {
    principal  = azuread_application.shared.client_id
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "sales" {
  schema = "lake.sales"
  grant {
    principal  = databricks_service_principal.etl.application_id
    privileges = ["USE_SCHEMA", "SELECT"] # expect: grant-chain-complete
  }
  grant {
    principal  = databricks_service_principal.reports.application_id
    privileges = ["USE_SCHEMA", "SELECT"]
  }
}

resource "databricks_grants" "azure_sales" {
  schema = "azure.sales"
  grant {
    principal  = databricks_service_principal.given.application_id
    privileges = ["USE_SCHEMA", "SELECT"]
  }
}
