terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

provider "databricks" {
  host = "https://dbc-1.cloud.databricks.com"
}

provider "databricks" {
  alias = "second"
  host  = "https://dbc-2.cloud.databricks.com"
}

data "databricks_current_metastore" "first" {}

data "databricks_current_metastore" "second" {
  provider = databricks.second
}

resource "databricks_grants" "first" {
  metastore = data.databricks_current_metastore.first.id

  grant {
    principal  = "makers"
    privileges = ["CREATE_CATALOG"]
  }
}

resource "databricks_grants" "second" {
  provider  = databricks.second
  metastore = data.databricks_current_metastore.second.id # undecided: grants-single-authority

  grant {
    principal  = "makers"
    privileges = ["CREATE_CATALOG"]
  }
}
