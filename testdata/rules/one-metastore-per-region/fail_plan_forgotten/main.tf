terraform {
  required_providers {
    databricks = { source = "databricks/databricks" }
  }
}

provider "databricks" {
  host          = "https://accounts.cloud.databricks.com"
  account_id    = "00000000-0000-0000-0000-000000000001"
  client_id     = "x"
  client_secret = "y"
}

removed {
  from = databricks_metastore.old

  lifecycle {
    destroy = false
  }
}

resource "databricks_metastore" "new" {
  name   = "m2"
  region = "us-east-1" # expect: one-metastore-per-region
}
