data "databricks_tables" "berths" {
  catalog_name = "Harbour"
  schema_name  = "berths"
}

data "databricks_schemas" "harbour" {
  catalog_name = "harbour"
}

data "databricks_volumes" "scans" {
  catalog_name = "harbour"
  schema_name  = "berths"
}

resource "databricks_grants" "harbour" {
  catalog = "harbour"

  grant {
    principal  = "pilots"
    privileges = ["USE_CATALOG", "USE_SCHEMA"]
  }
}

resource "databricks_grants" "berths" {
  for_each = data.databricks_tables.berths.ids
  table    = each.value

  grant {
    principal  = "pilots"
    privileges = ["SELECT"]
  }
}

resource "databricks_grant" "schemas" {
  for_each   = data.databricks_schemas.harbour.ids
  schema     = each.key
  principal  = "pilots"
  privileges = ["SELECT"]
}

resource "databricks_grant" "scans" {
  for_each   = toset(data.databricks_volumes.scans.ids)
  volume     = each.value
  principal  = "pilots"
  privileges = ["READ_VOLUME"]
}

# None of them is among those.
resource "databricks_grants" "elsewhere" {
  table = "harbour.locks.gates"

  grant {
    principal  = "pilots"
    privileges = ["SELECT"]
  }
}
