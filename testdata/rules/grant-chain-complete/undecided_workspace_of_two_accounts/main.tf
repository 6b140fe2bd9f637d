# Two accounts: whose workspace the grants are in nothing says, nor so which group of this name they are for.
variable "host" {
  type = string
}

provider "databricks" {
  alias      = "lab"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "11111111-0000-0000-0000-000000000000"
}

provider "databricks" {
  alias      = "company"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "22222222-0000-0000-0000-000000000000"
}

provider "databricks" {
  alias = "main"
  host  = var.host
}

provider "databricks" {
  alias = "literal"
  host  = "https://acme.cloud.databricks.com"
}

# That it says none itself is nothing: it is made through one.
resource "databricks_mws_workspaces" "company" {
  provider       = databricks.company
  workspace_name = "company"
  aws_region     = "eu-west-1"
}

provider "databricks" {
  alias = "made"
  host  = databricks_mws_workspaces.company.workspace_url
}

resource "databricks_group" "readers" {
  provider     = databricks.lab
  display_name = "readers"
}

resource "databricks_user" "one" {
  provider  = databricks.lab
  user_name = "one@example.com"
}

resource "databricks_group_member" "one" {
  provider  = databricks.lab
  group_id  = databricks_group.readers.id
  member_id = databricks_user.one.id
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

  # Its membership may be of the other account.
  grant {
    principal  = "one@example.com"
    privileges = ["SELECT"] # undecided: grant-chain-complete
  }
}

resource "databricks_grants" "literal" {
  provider = databricks.literal
  catalog  = "literal"

  grant {
    principal  = "readers"
    privileges = ["USE_CATALOG", "USE_SCHEMA"]
  }
}

resource "databricks_grants" "samples" {
  provider = databricks.literal
  schema   = "literal.samples"

  grant {
    principal  = "analysts"
    privileges = ["SELECT"] # undecided: grant-chain-complete
  }
}

resource "databricks_grants" "made" {
  provider = databricks.made
  catalog  = "made"

  grant {
    principal  = "readers"
    privileges = ["USE_CATALOG", "USE_SCHEMA"]
  }
}

resource "databricks_grants" "made_orders" {
  provider = databricks.made
  schema   = "made.orders"

  grant {
    principal  = "analysts"
    privileges = ["SELECT"] # undecided: grant-chain-complete
  }
}
