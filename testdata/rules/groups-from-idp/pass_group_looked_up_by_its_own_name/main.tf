# The group that the module looks up is the one that is made here, and only service principals are in it.
resource "databricks_group" "jobs" {
  display_name = "job-runners"
}

module "runner" {
  source     = "./runner"
  group_name = databricks_group.jobs.display_name
}

resource "databricks_permissions" "warehouse" {
  sql_endpoint_id = "abc"
  access_control {
    group_name       = databricks_group.jobs.display_name
    permission_level = "CAN_USE"
  }
}
