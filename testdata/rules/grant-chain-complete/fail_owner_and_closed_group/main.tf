resource "databricks_group" "etl" {
  display_name = "etl"
}

resource "databricks_group" "readers" {
  display_name = "readers"
}

resource "databricks_group" "auditors" {
  display_name = "auditors"
}

resource "databricks_group_member" "readers_in_etl" {
  group_id  = databricks_group.etl.id
  member_id = databricks_group.readers.id
}

resource "databricks_catalog" "main" {
  name  = "main"
  owner = databricks_group.auditors.display_name
}

resource "databricks_schema" "orders" {
  catalog_name = databricks_catalog.main.name
  name         = "orders"
  owner        = databricks_group.auditors.display_name
}

resource "databricks_grants" "main" {
  catalog = databricks_catalog.main.id

  grant {
    principal  = databricks_group.etl.display_name
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "orders" {
  schema = databricks_schema.orders.id

  grant {
    principal  = databricks_group.etl.display_name
    privileges = ["USE_SCHEMA"]
  }
}

# In the group, so it can get there; the owner of both can too; nobody else.
resource "databricks_grants" "facts" {
  table = "${databricks_schema.orders.id}.facts"

  grant {
    principal  = databricks_group.readers.display_name
    privileges = ["SELECT"]
  }
  grant {
    principal  = databricks_group.auditors.display_name
    privileges = ["SELECT"]
  }
  grant {
    principal  = "finance"
    privileges = ["ALL_PRIVILEGES"] # expect: grant-chain-complete
  }
}
