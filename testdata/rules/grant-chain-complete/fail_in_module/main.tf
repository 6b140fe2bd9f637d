locals {
  schemas = {
    orders  = ["analysts"]
    returns = ["analysts", "support"]
  }
}

# Its members are those of this configuration: none.
resource "databricks_group" "analysts" {
  display_name = "analysts"
}

resource "databricks_grants" "catalog" {
  catalog = "main"

  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG", "USE_SCHEMA"]
  }
  grant {
    principal  = "support"
    privileges = ["BROWSE"]
  }
}

module "schema" {
  source   = "./schema"
  for_each = local.schemas

  catalog = "main"
  name    = each.key
  readers = each.value
}
