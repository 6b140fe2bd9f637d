# What the configuration part of a plan does not say: the definitions of locals, dynamic blocks, and what a function
# was called with. The references can still be followed with the source beside the plan.
terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

provider "databricks" {
  host = "https://acme-prod.cloud.databricks.com"
}

locals {
  group   = databricks_group.team.display_name
  grants  = { (local.group) = ["USE_CATALOG"] }
  catalog = databricks_catalog.sales
}

# It carries a grant, but only the source shows that.
resource "databricks_group" "team" { # expect: groups-from-idp
  display_name = "team"
}

resource "databricks_catalog" "sales" {
  name = upper("prod_sales")
}

resource "databricks_schema" "orders" {
  catalog_name = local.catalog.name
  name         = "orders"
}

resource "databricks_grants" "sales" {
  catalog = local.catalog.id

  dynamic "grant" {
    for_each = local.grants

    content {
      principal  = grant.key
      privileges = grant.value
    }
  }
}
