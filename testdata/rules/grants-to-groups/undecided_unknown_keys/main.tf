variable "readers" {
  type = map(object({ name = string }))
}

resource "databricks_grant" "reader" {
  for_each = var.readers

  catalog    = "prod"
  principal  = each.value.name # undecided: grants-to-groups
  privileges = ["USE_CATALOG"]
}

resource "databricks_grant" "suffixed" {
  for_each = var.readers

  catalog    = "prod"
  principal  = "${each.key}-readers" # undecided: grants-to-groups
  privileges = ["USE_CATALOG"]
}

resource "databricks_grants" "listed" { # undecided: grants-to-groups
  catalog = "other"

  dynamic "grant" {
    for_each = var.readers

    content {
      principal  = lower(grant.value.name)
      privileges = ["USE_CATALOG"]
    }
  }
}
