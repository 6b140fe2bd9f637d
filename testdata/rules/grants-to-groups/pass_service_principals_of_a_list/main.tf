data "databricks_service_principals" "loaders" {
  display_name_contains = "loader"
}

locals {
  loaders = data.databricks_service_principals.loaders.application_ids
}

resource "databricks_grants" "cargo" {
  external_location = "cargo"

  dynamic "grant" {
    for_each = local.loaders

    content {
      principal  = grant.value
      privileges = ["READ_FILES"]
    }
  }
}

resource "databricks_grant" "stores" {
  for_each = toset(local.loaders)

  external_location = "stores"
  principal         = each.key
  privileges        = ["READ_FILES"]
}

resource "databricks_grant" "logs" {
  for_each = toset(local.loaders)

  external_location = "logs"
  principal         = each.value
  privileges        = ["READ_FILES"]
}

resource "databricks_grant" "sorted" {
  for_each = toset(sort(distinct(local.loaders)))

  external_location = "sorted"
  principal         = each.value
  privileges        = ["READ_FILES"]
}

module "decks" {
  source   = "./deck"
  for_each = toset(["fore", "aft"])

  deck    = each.key
  loaders = local.loaders
}
