variable "team" {
  type = string
}

data "databricks_group" "staff" {
  display_name = "staff"
}

resource "databricks_grants" "main" {
  catalog = "main"

  grant {
    principal  = data.databricks_group.staff.display_name
    privileges = ["USE_CATALOG", "USE_SCHEMA"]
  }
}

resource "databricks_grants" "orders" {
  schema = "main.orders"

  grant {
    principal  = "staff"
    privileges = ["SELECT"]
  }
  grant {
    principal  = "analysts"
    privileges = ["SELECT"] # undecided: grant-chain-complete
  }
}

resource "databricks_grants" "returns" {
  schema = "main.returns"

  grant {
    principal  = var.team
    privileges = ["SELECT"] # undecided: grant-chain-complete
  }
}

variable "table" {
  type = string
}

resource "databricks_grant" "somewhere" {
  table      = var.table # undecided: grant-chain-complete
  principal  = "staff"
  privileges = ["SELECT"]
}
