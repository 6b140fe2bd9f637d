# A first plan: ids exist only after apply, and what refers to them is unknown in the plan.
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

resource "databricks_catalog" "sales" {
  name         = "prod_sales"
  storage_root = "s3://acme-sales/managed"
}

resource "databricks_schema" "orders" {
  catalog_name = databricks_catalog.sales.name
  name         = "orders"
}

# `schema` is an id: unknown. `catalog` is a name: known.
resource "databricks_grants" "orders" {
  schema = databricks_schema.orders.id

  grant {
    principal  = "data-analysts"
    privileges = ["SELECT"] # expect: grant-chain-complete
  }
}

resource "databricks_grants" "sales" {
  catalog = databricks_catalog.sales.name

  grant {
    principal  = "data-analysts"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_sql_endpoint" "bi" {
  name         = "bi"
  cluster_size = "Small"
}

resource "databricks_permissions" "bi" {
  sql_endpoint_id = databricks_sql_endpoint.bi.id

  access_control {
    group_name       = "data-analysts"
    permission_level = "CAN_USE"
  }
}
