locals {
  jobs = toset(["orders", "customers"])
}

resource "databricks_service_principal" "job" {
  for_each     = local.jobs
  display_name = each.key
}

resource "databricks_group" "jobs" {
  display_name = "jobs"
}

resource "databricks_group" "all" {
  display_name = "all-jobs"
}

resource "databricks_group_member" "job" {
  for_each  = databricks_service_principal.job
  group_id  = databricks_group.jobs.id
  member_id = each.value.id
}

resource "databricks_group_member" "all" {
  group_id  = databricks_group.all.id
  member_id = databricks_group.jobs.id
}

resource "databricks_grant" "main" {
  catalog    = "main"
  principal  = databricks_group.all.display_name
  privileges = ["USE_CATALOG"]
}

data "azuread_group" "analysts" {
  display_name = "analysts"
}

# It mirrors a group of the directory.
resource "databricks_group" "analysts" {
  display_name = "analysts"
  external_id  = data.azuread_group.analysts.object_id
}
