# A module that is not here can own, grant or group what the grants here do not.
# problems: it is not installed

module "grants" {
  source  = "acme/grants/databricks"
  version = "1.0.0"
  catalog = "sales"
}

resource "databricks_grants" "sales" {
  catalog = "sales"

  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "raw" {
  schema = "sales.raw"

  grant {
    principal  = "analysts"
    privileges = ["SELECT"] # undecided: grant-chain-complete
  }
}
