# Who is in the group that owns the catalog only the identity provider knows: that nothing here gives `USE_SCHEMA` does
# not settle whether `USE_CATALOG` is held.

resource "databricks_catalog" "sales" {
  name  = "sales"
  owner = "platform-admins"
}

resource "databricks_grants" "sales" {
  catalog = databricks_catalog.sales.name
  grant {
    principal  = "analysts"
    privileges = ["SELECT"] # expect: grant-chain-complete # undecided: grant-chain-complete
  }
}

# What is missing for sure is said alone.
resource "databricks_grants" "web" {
  catalog = "web"
  grant {
    principal  = "aaaaaaaa-0000-0000-0000-000000000001"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_schema" "raw" {
  catalog_name = "web"
  name         = "raw"
  owner        = "platform-admins"
}

resource "databricks_grants" "raw" {
  schema = "web.raw"
  grant {
    principal  = "bi"
    privileges = ["SELECT"] # expect: grant-chain-complete
  }
}
