variable "strict" {
  type = bool
}

variable "catalogs" {
  type = set(string)
}

resource "databricks_catalog" "sales" {
  name  = "sales"
  owner = "aaaaaaaa-0000-0000-0000-000000000001"
}

resource "databricks_catalog" "web" {
  provider = databricks.other
  name     = "web"
  owner    = "aaaaaaaa-0000-0000-0000-000000000001"
}

resource "databricks_grants" "sales" {
  count   = var.strict ? 1 : 0
  catalog = "sales"

  grant {
    principal  = "aaaaaaaa-0000-0000-0000-000000000001"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "orders" {
  schema = "sales.orders"

  grant {
    principal  = "aaaaaaaa-0000-0000-0000-000000000002"
    privileges = ["USE_SCHEMA", "SELECT"] # expect: grant-chain-complete # undecided: grant-chain-complete
  }
}

resource "databricks_grants" "each" {
  provider = databricks.other
  for_each = var.catalogs
  catalog  = each.key

  grant {
    principal  = "aaaaaaaa-0000-0000-0000-000000000001"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "events" {
  provider = databricks.other
  schema   = "web.events"

  grant {
    principal  = "aaaaaaaa-0000-0000-0000-000000000002"
    privileges = ["USE_SCHEMA", "SELECT"] # expect: grant-chain-complete # undecided: grant-chain-complete
  }
}

provider "databricks" {
  host = "https://one.cloud.databricks.com"
}

provider "databricks" {
  alias = "other"
  host  = "https://two.cloud.databricks.com"
}
