terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = ">= 1.30"
    }
  }
}

# The lock file has an older 1.x, which differs from the table in little.
resource "databricks_katalog" "x" { # expect: known-schema
  name = "x"
}

resource "databricks_secret" "token" { # expect: known-schema
  key          = "token"
  string_value = "x"
}

# No other name is close: it may have been removed since.
resource "databricks_catalog" "sales" {
  name           = "sales"
  legacy_setting = "x" # expect: known-schema
}
