variable "catalog" {
  type = string
}

data "databricks_views" "berths" {
  catalog_name = var.catalog
  schema_name  = "berths"
}

resource "databricks_catalog" "harbour" {
  name  = var.catalog
  owner = "5d1f2c66-90ab-4cde-8f01-23456789abcd"
}

resource "databricks_schema" "berths" {
  catalog_name = databricks_catalog.harbour.name
  name         = "berths"
  owner        = "5d1f2c66-90ab-4cde-8f01-23456789abcd"
}

resource "databricks_grants" "harbour" {
  catalog = databricks_catalog.harbour.name

  grant {
    principal  = "3d1f2c66-90ab-4cde-8f01-23456789abcd"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "schema" {
  schema = databricks_schema.berths.id

  grant {
    principal  = "4d1f2c66-90ab-4cde-8f01-23456789abcd"
    privileges = ["USE_SCHEMA"]
  }
}

resource "databricks_grant" "views" {
  for_each   = data.databricks_views.berths.ids
  table      = each.value
  principal  = "3d1f2c66-90ab-4cde-8f01-23456789abcd"
  privileges = ["SELECT"] # undecided: grant-chain-complete
}
