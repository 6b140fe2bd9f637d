terraform {
  required_providers {
    databricks = { # expect: provider-wiring-explicit
      source                = "databricks/databricks"
      configuration_aliases = [databricks.harbour]
    }
  }
}

provider "databricks" {
  alias = "harbour"
  host  = "https://harbour.cloud.databricks.com"
}

resource "databricks_schema" "cargo" {
  provider     = databricks.harbour
  catalog_name = "ferry"
  name         = "cargo"
}
