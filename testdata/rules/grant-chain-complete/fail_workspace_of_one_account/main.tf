# One account, though two configurations say it: that a workspace says none leaves nothing open.
variable "host" {
  type = string
}

variable "account_id" {
  type = string
}

provider "databricks" {
  alias      = "account"
  host       = "https://accounts.cloud.databricks.com"
  account_id = var.account_id
}

provider "databricks" {
  alias      = "other"
  host       = "https://other.cloud.databricks.com"
  account_id = var.account_id
}

provider "databricks" {
  alias = "main"
  host  = var.host
}

resource "databricks_group" "readers" {
  provider     = databricks.account
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
    privileges = ["SELECT"] # expect: grant-chain-complete
  }
}
