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

# The provider sets it now; it could be written until 1.114.
resource "databricks_mws_ncc_private_endpoint_rule" "storage" {
  account_id                     = "00000000-0000-0000-0000-000000000001" # expect: known-schema
  network_connectivity_config_id = "0a1b"
  resource_id                    = "/subscriptions/s/resourceGroups/press/providers/Microsoft.Storage/storageAccounts/press"
  group_id                       = "blob"
}
