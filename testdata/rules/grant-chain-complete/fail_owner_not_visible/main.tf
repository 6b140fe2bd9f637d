# Another root makes what is looked up and says who owns it, and an owner needs no `USE_*` on what it owns: no error.
data "databricks_catalog" "sales" {
  name = "sales"
}

resource "databricks_grants" "sales" {
  catalog = data.databricks_catalog.sales.name

  grant {
    principal  = "sales-platform"
    privileges = ["USE_SCHEMA", "SELECT"] # expect: grant-chain-complete
  }
}

# All grants on what is only named are seen.
resource "databricks_grants" "finance" {
  catalog = "finance"

  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "ledger" {
  schema = "finance.ledger"

  grant {
    principal  = "analysts"
    privileges = ["SELECT"] # expect: grant-chain-complete
  }
}

# The owner of the catalog is seen and is another one.
resource "databricks_catalog" "raw" {
  name  = "raw"
  owner = "ingest@example.com"
}

resource "databricks_grants" "raw" {
  catalog = databricks_catalog.raw.name

  grant {
    principal  = "ops@example.com"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "events" {
  schema = "raw.events"

  grant {
    principal  = "lea@example.com"
    privileges = ["SELECT"] # expect: grant-chain-complete
  }
}
