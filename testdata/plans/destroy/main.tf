# Everything goes. What somebody deleted outside Terraform (`databricks_grant.analysts`) is in the configuration and not
# in the plan.
terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

provider "databricks" {
  host = "https://destroy.cloud.databricks.com"
}

resource "databricks_catalog" "sales" {
  name          = "sales"
  force_destroy = true
}

resource "databricks_schema" "orders" {
  catalog_name = databricks_catalog.sales.name
  name         = "orders"
}

resource "databricks_grants" "orders" {
  schema = databricks_schema.orders.id

  grant {
    principal  = "analysts"
    privileges = ["USE_SCHEMA"]
  }
}

resource "databricks_grant" "analysts" {
  catalog    = databricks_catalog.sales.name
  principal  = "analysts"
  privileges = ["USE_CATALOG"]
}

resource "databricks_grant" "user" {
  catalog    = databricks_catalog.sales.name
  principal  = "analyst@example.com"
  privileges = ["USE_CATALOG"]
}
