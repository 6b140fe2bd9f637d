terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.128"
    }
  }
}

data "databricks_job" "brew" {
  id = "42"
}

data "databricks_sql_warehouse" "bi" {
  id = "0123456789abcdef"
}

data "databricks_cluster" "kettle" {
  id = "0101-120000-kettle"
}

data "databricks_zones" "here" {
  id = "x"
}
