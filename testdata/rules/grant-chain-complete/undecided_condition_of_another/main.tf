# Nothing worse than that another root may open a schema can be wrong with the first.
provider "databricks" {
  host = "https://ws.cloud.databricks.com"
}

variable "schemas" {
  type = map(object({ use = bool }))
}

resource "databricks_service_principal" "owner" {
  display_name = "owner"
}

resource "databricks_catalog" "sales" {
  name         = "sales"
  owner        = databricks_service_principal.owner.application_id
  storage_root = "s3://bucket/sales"
}

resource "databricks_schema" "this" {
  for_each     = var.schemas
  catalog_name = databricks_catalog.sales.name
  name         = each.key
  owner        = databricks_service_principal.owner.application_id
}

resource "databricks_grants" "sales" {
  catalog = databricks_catalog.sales.name
  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG", "SELECT"] # undecided: grant-chain-complete
  }
}

resource "databricks_grants" "this" {
  for_each = databricks_schema.this
  schema   = each.value.id
  grant {
    principal  = "analysts"
    privileges = var.schemas[each.key].use ? ["USE_SCHEMA"] : ["CREATE_TABLE"] # undecided: grant-chain-complete
  }
}
