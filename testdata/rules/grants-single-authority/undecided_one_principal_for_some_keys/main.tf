variable "crews" {
  type = map(string)
}

# Two keys may have one value.
data "databricks_group" "crew" {
  for_each     = var.crews
  display_name = each.value
}

resource "databricks_grant" "of_crew" {
  for_each   = data.databricks_group.crew
  catalog    = "cargo" # undecided: grants-single-authority
  principal  = each.value.display_name
  privileges = ["USE_CATALOG"]
}

resource "databricks_permission_assignment" "crew" {
  for_each     = var.crews
  principal_id = data.databricks_group.crew[each.key].id # undecided: grants-single-authority
  permissions  = ["USER"]
}

# All of them look up the same.
data "databricks_group" "port" {
  for_each     = var.crews
  display_name = "port"
}

resource "databricks_permission_assignment" "port" {
  for_each     = var.crews
  principal_id = data.databricks_group.port[each.key].id # undecided: grants-single-authority
  permissions  = ["USER"]
}

# One key in all of them, and one by a value that two keys may have.
data "databricks_group" "gate" {
  for_each     = var.crews
  display_name = each.key
}

resource "databricks_permission_assignment" "gate" {
  for_each     = var.crews
  principal_id = data.databricks_group.gate["main"].id # undecided: grants-single-authority
  permissions  = ["USER"]
}

resource "databricks_permission_assignment" "gate_of_crew" {
  for_each     = var.crews
  principal_id = data.databricks_group.gate[each.value].id # undecided: grants-single-authority
  permissions  = ["USER"]
}

resource "databricks_grant" "gate_of_crew" {
  for_each   = var.crews
  catalog    = "gates" # undecided: grants-single-authority
  principal  = data.databricks_group.gate[each.value].display_name
  privileges = ["USE_CATALOG"]
}

resource "databricks_group" "hatch" {
  for_each     = var.crews
  display_name = each.key
  external_id  = "idp-${each.key}"
}

resource "databricks_permission_assignment" "hatch" {
  for_each     = var.crews
  principal_id = databricks_group.hatch["aft"].id # undecided: grants-single-authority
  permissions  = ["USER"]
}
