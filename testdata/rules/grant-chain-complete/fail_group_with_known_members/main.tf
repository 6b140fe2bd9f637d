# All who are in the groups that hold the privileges are named here, and the principal is none of them.
resource "databricks_group" "readers" {
  display_name = "readers"
}

resource "databricks_group" "inner" {
  display_name = "inner"
}

resource "databricks_service_principal" "made" {
  display_name = "made"
}

resource "databricks_service_principal" "given" {
  application_id = "11111111-aaaa-4bbb-8ccc-123456789012"
}

resource "databricks_group_member" "inner" {
  group_id  = databricks_group.readers.id
  member_id = databricks_group.inner.id
}

resource "databricks_group_member" "made" {
  group_id  = databricks_group.inner.id
  member_id = databricks_service_principal.made.id
}

resource "databricks_group_member" "given" {
  group_id  = databricks_group.readers.id
  member_id = databricks_service_principal.given.id
}

resource "databricks_catalog" "main" {
  name  = "main"
  owner = databricks_group.readers.display_name
}

resource "databricks_schema" "orders" {
  catalog_name = databricks_catalog.main.name
  name         = "orders"
  owner        = databricks_group.readers.display_name
}

resource "databricks_grants" "main" {
  catalog = "main"

  grant {
    principal  = databricks_group.readers.display_name
    privileges = ["USE_CATALOG", "USE_SCHEMA"]
  }
}

resource "databricks_grants" "orders" {
  schema = "main.orders"

  grant {
    principal  = "0c1d3f00-aaaa-4bbb-8ccc-123456789012"
    privileges = ["SELECT"] # expect: grant-chain-complete
  }
}
