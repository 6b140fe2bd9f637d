# What is made here says its owner: the owner needs no `USE_CATALOG`, and it is an error that another one lacks it.
resource "databricks_catalog" "sales" {
  name  = "sales"
  owner = "platform@example.com"
}

data "databricks_catalog" "sales" {
  name = databricks_catalog.sales.name
}

resource "databricks_grants" "sales" {
  catalog = data.databricks_catalog.sales.name

  grant {
    principal  = "platform@example.com"
    privileges = ["USE_SCHEMA", "SELECT"]
  }
  grant {
    principal  = "ann@example.com"
    privileges = ["USE_SCHEMA", "SELECT"] # expect: grant-chain-complete
  }
}

# It is not made everywhere, so that its owner may be another root's affair.
variable "make" {
  type = bool
}

resource "databricks_catalog" "perhaps" {
  count = var.make ? 1 : 0
  name  = "perhaps"
  owner = "ops@example.com"
}

resource "databricks_grants" "perhaps" {
  catalog = "perhaps"

  grant {
    principal  = "ann@example.com"
    privileges = ["USE_SCHEMA", "SELECT"] # expect: grant-chain-complete
  }
}
