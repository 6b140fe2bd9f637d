variable "teams" {
  type = map(object({ readers = string }))
}

variable "workers" {
  type = number
}

variable "sets" {
  type = set(string)
}

module "team" {
  source   = "./access"
  for_each = var.teams

  name    = each.key
  readers = each.value.readers
  sets    = var.sets
}

resource "databricks_catalog" "shelf" {
  for_each = var.sets
  name     = "shelf_${each.value}"
}

resource "databricks_grants" "shelf" {
  for_each = var.sets
  catalog  = databricks_catalog.shelf[each.key].name

  grant {
    principal  = "readers"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "worker" {
  count  = var.workers
  schema = "work.w${count.index + 1}"

  grant {
    principal  = "workers"
    privileges = ["USE_SCHEMA"]
  }
}

resource "databricks_grant" "each_group" {
  for_each = var.sets

  share      = "partners"
  principal  = lower(each.key)
  privileges = ["SELECT"]
}
