# The id of a directory is its path.
resource "databricks_directory" "reports" {
  path = "/Shared/reports"
}

resource "databricks_permissions" "by_path" {
  directory_path = databricks_directory.reports.path # expect: grants-single-authority
  access_control {
    group_name       = "report-writers"
    permission_level = "CAN_EDIT"
  }
}

resource "databricks_permissions" "by_id" {
  directory_path = databricks_directory.reports.id
  access_control {
    group_name       = "report-readers"
    permission_level = "CAN_READ"
  }
}
