variable "team" {
  type = string
}

resource "databricks_grants" "sales" {
  catalog = "sales"

  grant {
    principal  = "engineers@example.com"
    privileges = ["USE_CATALOG"]
  }
}

# It may be on the schema of the other module, and opens it.
resource "databricks_grants" "returns" {
  schema = "sales.returns"

  grant {
    principal  = "analysts"
    privileges = ["USE_SCHEMA"]
  }
}

resource "databricks_grants" "finance" {
  catalog = "finance"

  grant {
    principal  = "engineers@example.com"
    privileges = ["USE_CATALOG"]
  }
}
