variable "crews" {
  type = set(string)
}

data "databricks_group" "crew" {
  for_each     = var.crews
  display_name = each.key
}

resource "databricks_group" "shift" {
  for_each     = var.crews
  display_name = "shift-${each.key}"
  external_id  = "idp-${each.key}"
}

resource "databricks_user" "lead" {
  for_each  = var.crews
  user_name = "${each.key}@harbour.example"
}

resource "databricks_grant" "of_crew" {
  for_each   = data.databricks_group.crew
  catalog    = "cargo"
  principal  = each.value.display_name
  privileges = ["USE_CATALOG"]
}

resource "databricks_grant" "of_shift" {
  for_each   = databricks_group.shift
  catalog    = "stores"
  principal  = each.value.display_name
  privileges = ["USE_CATALOG"]
}

resource "databricks_grant" "of_lead" {
  for_each   = var.crews
  catalog    = "logs"
  principal  = databricks_user.lead[each.key].user_name
  privileges = ["USE_CATALOG"]
}

resource "databricks_grants" "all" {
  catalog = "berths"

  dynamic "grant" {
    for_each = var.crews

    content {
      principal  = "night-${data.databricks_group.crew[grant.key].display_name}"
      privileges = ["USE_CATALOG"]
    }
  }
}

resource "databricks_permission_assignment" "crew" {
  for_each     = var.crews
  principal_id = data.databricks_group.crew[each.key].id
  permissions  = ["USER"]
}
