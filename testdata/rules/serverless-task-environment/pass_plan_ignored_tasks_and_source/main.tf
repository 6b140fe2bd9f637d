terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.100"
    }
  }
}
provider "databricks" {
  host  = "https://prod.cloud.databricks.com"
  token = "x"
}

resource "databricks_job" "j" {
  name = "j"
  # a placeholder: the team edits tasks and environments in the workspace
  task {
    task_key = "placeholder"
    notebook_task { notebook_path = "/Shared/x" }
  }
  lifecycle { ignore_changes = [task, environment] }
}
