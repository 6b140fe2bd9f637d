terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.128"
    }
  }
}

provider "databricks" {
  host = "https://dbc-2200.cloud.databricks.com"
}

resource "databricks_group" "brewers" {
  provider     = databrick # expect: reference-resolves
  display_name = "brewers"
}

data "databricks_catalog" "barrels" {
  provider = databricsk # expect: reference-resolves
  name     = "barrels"
}

check "reachable" {
  data "databricks_current_user" "me" {
    provider = dbx # expect: reference-resolves
  }
  assert {
    condition     = data.databricks_current_user.me.user_name != ""
    error_message = "nobody"
  }
}
