variable "catalogs" {
  type = set(string)
}

variable "holders" {
  type = map(object({ catalog = string, group = string }))
}

resource "databricks_grants" "all_in_one_block" {
  for_each = var.catalogs
  catalog  = each.key

  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG", "USE_SCHEMA", "SELECT"]
  }
}

resource "databricks_grant" "all_in_one_resource" {
  for_each = var.holders

  catalog    = each.value.catalog
  principal  = each.value.group
  privileges = ["USE_CATALOG", "USE_SCHEMA", "EXECUTE"]
}

module "lake" {
  source   = "./lake"
  for_each = var.holders

  catalog = each.value.catalog
  group   = each.value.group
  layers  = var.catalogs
}
