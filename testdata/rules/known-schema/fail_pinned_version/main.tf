terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.104.0"
    }
  }
}

# A constraint that leaves only older versions says as much as a lock file with one.
provider "databricks" {
  hots = "https://dbc-1234.cloud.databricks.com" # expect: known-schema
}

resource "databricks_sql_endpoint" "press" {
  name             = "press"
  cluster_size     = ["Small"] # expect: known-schema
  max_num_clusterz = 2         # expect: known-schema
}

resource "databricks_grant" "two" {
  catalog    = "press"
  schema     = "press.orders" # expect: known-schema
  principal  = "printers"
  privileges = ["USE_SCHEMA"]
}

# No other name is close: it may have been removed since.
resource "databricks_catalog" "press" {
  name           = "press"
  legacy_setting = "x" # expect: known-schema
}
