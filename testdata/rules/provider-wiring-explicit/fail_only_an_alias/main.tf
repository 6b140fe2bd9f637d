terraform {
  required_providers {
    databricks = { # expect: provider-wiring-explicit
      source = "databricks/databricks"
    }
  }
}

provider "databricks" {
  alias = "account"
  host  = "https://accounts.cloud.databricks.com"
}

resource "databricks_catalog" "sales" { # expect: provider-wiring-explicit
  name = "prod_sales"
}

resource "databricks_schema" "orders" {
  catalog_name = databricks_catalog.sales.name
  name         = "orders"
}
