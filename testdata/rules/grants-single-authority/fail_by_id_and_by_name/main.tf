variable "script" {
  type = string
}

resource "databricks_notebook" "report" {
  path           = "/Teams/report"
  language       = "SQL"
  content_base64 = base64encode("SELECT 1")
}

resource "databricks_repo" "tools" {
  url = "https://git.example.com/tools"
}

resource "databricks_repo" "models" {
  url = "https://git.example.com/models"
}

resource "databricks_workspace_file" "script" {
  path           = var.script
  content_base64 = base64encode("print(1)")
}

resource "databricks_directory" "team" {
  path = "/Teams/blue"
}

resource "databricks_directory" "other" {
  path = "/Teams/red"
}

resource "databricks_group" "writers" {
  display_name = "Writers"
}

resource "databricks_permissions" "report_by_id" {
  notebook_id = databricks_notebook.report.object_id

  access_control {
    group_name       = "a"
    permission_level = "CAN_READ"
  }
}

resource "databricks_permissions" "report_by_path" {
  notebook_path = "/Teams/report" # expect: grants-single-authority

  access_control {
    group_name       = "b"
    permission_level = "CAN_RUN"
  }
}

resource "databricks_permissions" "tools_by_path" {
  repo_path = databricks_repo.tools.path # expect: grants-single-authority

  access_control {
    group_name       = "a"
    permission_level = "CAN_READ"
  }
}

resource "databricks_permissions" "models_by_path" {
  repo_path = databricks_repo.models.path

  access_control {
    group_name       = "a"
    permission_level = "CAN_READ"
  }
}

resource "databricks_permissions" "tools_by_id" {
  repo_id = databricks_repo.tools.id

  access_control {
    group_name       = "b"
    permission_level = "CAN_RUN"
  }
}

resource "databricks_permissions" "script_by_path" {
  workspace_file_path = databricks_workspace_file.script.path # expect: grants-single-authority

  access_control {
    group_name       = "a"
    permission_level = "CAN_READ"
  }
}

resource "databricks_permissions" "script_by_id" {
  workspace_file_id = databricks_workspace_file.script.object_id

  access_control {
    group_name       = "b"
    permission_level = "CAN_RUN"
  }
}

resource "databricks_permissions" "team_by_path" {
  directory_path = databricks_directory.team.path # expect: grants-single-authority

  access_control {
    group_name       = "a"
    permission_level = "CAN_READ"
  }
}

resource "databricks_permissions" "team_by_id" {
  directory_id = databricks_directory.team.object_id

  access_control {
    group_name       = "b"
    permission_level = "CAN_RUN"
  }
}

resource "databricks_permissions" "another_directory" {
  directory_id = databricks_directory.other.object_id

  access_control {
    group_name       = "b"
    permission_level = "CAN_RUN"
  }
}

resource "databricks_permission_assignment" "by_id" {
  principal_id = databricks_group.writers.id
  permissions  = ["USER"]
}

resource "databricks_permission_assignment" "by_name" {
  group_name  = "writers" # expect: grants-single-authority
  permissions = ["ADMIN"]
}

resource "databricks_permission_assignment" "a_user" {
  user_name   = "writers"
  permissions = ["USER"]
}
