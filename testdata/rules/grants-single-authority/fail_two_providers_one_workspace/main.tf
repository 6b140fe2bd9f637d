terraform {
  required_providers {
    databricks = {
      source                = "databricks/databricks"
      configuration_aliases = []
    }
  }
}

provider "databricks" {
  alias = "account"
  host  = "https://accounts.cloud.databricks.com"
}

provider "databricks" {
  alias = "one"
  host  = databricks_mws_workspaces.one.workspace_url
}

provider "databricks" {
  alias = "two"
  host  = databricks_mws_workspaces.two.workspace_url
}

resource "databricks_mws_workspaces" "one" {
  provider       = databricks.account
  workspace_name = "one"
}

resource "databricks_mws_workspaces" "two" {
  provider       = databricks.account
  workspace_name = "two"
}

resource "databricks_metastore" "this" {
  provider = databricks.account
  name     = "eu"
  region   = "eu-west-1"
}

resource "databricks_metastore_assignment" "this" {
  provider = databricks.account
  for_each = {
    one = databricks_mws_workspaces.one.workspace_id
    two = databricks_mws_workspaces.two.workspace_id
  }

  metastore_id = databricks_metastore.this.id
  workspace_id = each.value
}

resource "databricks_grants" "one" {
  provider = databricks.one
  catalog  = "main"

  grant {
    principal  = "a"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "two" {
  provider = databricks.two
  catalog  = "main" # expect: grants-single-authority

  grant {
    principal  = "b"
    privileges = ["USE_CATALOG"]
  }
}
