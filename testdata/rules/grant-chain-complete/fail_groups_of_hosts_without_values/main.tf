# Whether the groups are of the workspace of the grants hangs on two hosts, or on two accounts.
variable "dev_host" {
  type = string
}

variable "prod_host" {
  type = string
}

variable "account_id" {
  type = string
}

provider "databricks" {
  alias = "dev"
  host  = var.dev_host
}

provider "databricks" {
  alias = "prod"
  host  = var.prod_host
}

provider "databricks" {
  alias      = "lab"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "11111111-0000-0000-0000-000000000000"
}

provider "databricks" {
  alias      = "account"
  host       = "https://accounts.cloud.databricks.com"
  account_id = var.account_id
}

provider "databricks" {
  alias = "main"
  host  = databricks_mws_workspaces.main.workspace_url
}

# One that says no account and is of the account console is of no other workspace.
provider "databricks" {
  alias = "console"
  host  = "https://accounts.cloud.databricks.com"
}

resource "databricks_mws_workspaces" "main" {
  provider       = databricks.account
  account_id     = var.account_id
  workspace_name = "main"
  aws_region     = "eu-west-1"
}

resource "databricks_group" "readers" {
  provider     = databricks.dev
  display_name = "readers"
}

resource "databricks_grants" "main" {
  provider = databricks.prod
  catalog  = "main"

  grant {
    principal  = "readers"
    privileges = ["USE_CATALOG", "USE_SCHEMA"]
  }
}

resource "databricks_grants" "orders" {
  provider = databricks.prod
  schema   = "main.orders"

  grant {
    principal  = "analysts"
    privileges = ["SELECT"] # undecided: grant-chain-complete
  }
}

resource "databricks_group" "lab" {
  provider     = databricks.lab
  display_name = "lab"
}

resource "databricks_grants" "lab" {
  provider = databricks.main
  catalog  = "lab"

  grant {
    principal  = "lab"
    privileges = ["USE_CATALOG", "USE_SCHEMA"]
  }
}

resource "databricks_grants" "samples" {
  provider = databricks.main
  schema   = "lab.samples"

  grant {
    principal  = "analysts"
    privileges = ["SELECT"] # undecided: grant-chain-complete
  }
}

# A membership of the other workspace puts nobody into the group of this one.
resource "databricks_user" "one" {
  provider  = databricks.dev
  user_name = "one@example.com"
}

resource "databricks_group_member" "one" {
  provider  = databricks.dev
  group_id  = databricks_group.readers.id
  member_id = databricks_user.one.id
}

resource "databricks_grants" "returns" {
  provider = databricks.prod
  schema   = "main.returns"

  grant {
    principal  = "one@example.com"
    privileges = ["SELECT"] # undecided: grant-chain-complete
  }
}

resource "databricks_group" "auditors" {
  provider     = databricks.console
  display_name = "auditors"
}

resource "databricks_grants" "audit" {
  provider = databricks.prod
  catalog  = "audit"

  grant {
    principal  = "auditors"
    privileges = ["USE_CATALOG", "USE_SCHEMA"]
  }
}

resource "databricks_grants" "events" {
  provider = databricks.prod
  schema   = "audit.events"

  grant {
    principal  = "analysts"
    privileges = ["SELECT"] # expect: grant-chain-complete
  }
}
