resource "databricks_notebook" "report" {
  path           = "/Shared/report"
  language       = "PYTHON"
  content_base64 = base64encode("1")
}

resource "databricks_permissions" "by_path" {
  notebook_path = databricks_notebook.report.path

  access_control {
    group_name       = "analysts"
    permission_level = "CAN_READ"
  }
}

resource "databricks_permissions" "by_workspace_path" {
  notebook_path = databricks_notebook.report.workspace_path # expect: grants-single-authority

  access_control {
    group_name       = "engineers"
    permission_level = "CAN_EDIT"
  }
}

resource "databricks_permissions" "directory" {
  directory_path = "/Shared/team"

  access_control {
    group_name       = "analysts"
    permission_level = "CAN_READ"
  }
}

resource "databricks_permissions" "directory_again" {
  directory_path = "/Workspace/Shared/team" # expect: grants-single-authority

  access_control {
    group_name       = "engineers"
    permission_level = "CAN_EDIT"
  }
}

# Another directory.
resource "databricks_permissions" "another" {
  directory_path = "/Workspace/Shared/teams"

  access_control {
    group_name       = "engineers"
    permission_level = "CAN_EDIT"
  }
}
