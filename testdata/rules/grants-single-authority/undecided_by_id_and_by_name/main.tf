variable "folder" {
  type = string
}

resource "databricks_directory" "team" {
  path = var.folder
}

resource "databricks_permissions" "by_id" {
  directory_id = databricks_directory.team.object_id

  access_control {
    group_name       = "a"
    permission_level = "CAN_READ"
  }
}

resource "databricks_permissions" "by_path" {
  directory_path = "/Teams/blue" # undecided: grants-single-authority

  access_control {
    group_name       = "b"
    permission_level = "CAN_RUN"
  }
}

resource "databricks_permissions" "a_notebook" {
  notebook_path = "/Teams/blue"

  access_control {
    group_name       = "b"
    permission_level = "CAN_RUN"
  }
}
