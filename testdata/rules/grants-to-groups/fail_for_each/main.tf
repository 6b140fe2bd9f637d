locals {
  access = {
    analysts = ["data-analysts", "bob@example.com"]
  }
}

resource "databricks_schema" "orders" {
  catalog_name = "prod"
  name         = "orders"
}

resource "databricks_grants" "orders" {
  schema = databricks_schema.orders.id

  dynamic "grant" {
    for_each = local.access.analysts

    content {
      principal  = grant.value # expect: grants-to-groups
      privileges = ["USE_SCHEMA", "SELECT"]
    }
  }
}

resource "databricks_grant" "each" {
  for_each = toset(["data-analysts", "carol@example.com"])

  catalog    = "prod"
  principal  = each.value # expect: grants-to-groups
  privileges = ["USE_CATALOG"]
}
