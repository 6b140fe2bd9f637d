terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
    other = {
      source = "acme/other"
    }
  }
}

variable "workers" {
  type = number
}

resource "databricks_cluster" "c" {
  spark_version = "15.4.x-scala2.12"
  node_type_id  = "Standard_DS3_v2"
  num_workers   = 2.0
  azure_attributes {
    spot_bid_max_price = 0.5
  }
}

resource "databricks_cluster" "calculated" {
  spark_version = "15.4.x-scala2.12"
  node_type_id  = "i3.xlarge"
  num_workers   = var.workers / 2
}

resource "databricks_query" "q" {
  display_name = "q"
  query_text   = "SELECT 1"
  warehouse_id = "w"
  parameter {
    name = "p"
    numeric_value {
      value = 1.5
    }
  }
}

resource "other_thing" "t" {
  num_workers = 1.5
}
