# The group of this name that is made here is one of another account, or of another workspace.
provider "databricks" {
  alias      = "lab"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "11111111-0000-0000-0000-000000000000"
}

provider "databricks" {
  alias      = "account"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "22222222-0000-0000-0000-000000000000"
}

provider "databricks" {
  alias = "main"
  host  = databricks_mws_workspaces.main.workspace_url
}

provider "databricks" {
  alias = "a"
  host  = "https://a.cloud.databricks.com"
}

provider "databricks" {
  alias = "b"
  host  = "https://b.cloud.databricks.com"
}

resource "databricks_mws_workspaces" "main" {
  provider       = databricks.account
  account_id     = "22222222-0000-0000-0000-000000000000"
  workspace_name = "main"
  aws_region     = "eu-west-1"
}

resource "databricks_group" "readers" {
  provider     = databricks.lab
  display_name = "readers"
}

resource "databricks_grants" "main" {
  provider = databricks.main
  catalog  = "main"

  grant {
    principal  = "readers"
    privileges = ["USE_CATALOG", "USE_SCHEMA"]
  }
}

resource "databricks_grants" "orders" {
  provider = databricks.main
  schema   = "main.orders"

  grant {
    principal  = "analysts"
    privileges = ["SELECT"] # undecided: grant-chain-complete
  }
}

resource "databricks_group" "local" {
  provider     = databricks.b
  display_name = "local"
}

resource "databricks_grants" "other" {
  provider = databricks.a
  catalog  = "other"

  grant {
    principal  = "local"
    privileges = ["USE_CATALOG", "USE_SCHEMA"]
  }
}

resource "databricks_grants" "other_orders" {
  provider = databricks.a
  schema   = "other.orders"

  grant {
    principal  = "analysts"
    privileges = ["SELECT"] # undecided: grant-chain-complete
  }
}
