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
