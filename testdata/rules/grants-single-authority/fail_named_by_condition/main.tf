# What is named by a condition is one object, however it is referred to.

variable "prod" {
  type = bool
}

resource "databricks_directory" "reports" {
  path = var.prod ? "/Shared/reports" : "/Shared/reports-dev"
}

resource "databricks_permissions" "writers" {
  directory_path = databricks_directory.reports.path # expect: grants-single-authority

  access_control {
    group_name       = "report-writers"
    permission_level = "CAN_EDIT"
  }
}

resource "databricks_permissions" "readers" {
  directory_path = databricks_directory.reports.id

  access_control {
    group_name       = "report-readers"
    permission_level = "CAN_READ"
  }
}

resource "databricks_group" "analysts" {
  display_name = var.prod ? "analysts" : "analysts-dev"
}

data "databricks_group" "analysts" {
  display_name = databricks_group.analysts.display_name
}

resource "databricks_permission_assignment" "one" {
  principal_id = databricks_group.analysts.id
  permissions  = ["ADMIN"]
}

resource "databricks_permission_assignment" "two" {
  principal_id = data.databricks_group.analysts.id # expect: grants-single-authority
  permissions  = ["USER"]
}
