variable "pinned" {
  type = bool
}

resource "databricks_job" "etl" {
  name = "etl"

  environment {
    environment_key = "default"
    spec { # expect: environment-version-pinned
      environment_version = var.pinned ? "4" : null
      base_environment    = var.pinned ? "/Workspace/base.yml" : null
    }
  }

  environment {
    environment_key = "right_in_one"
    spec { # undecided: environment-version-pinned
      environment_version = var.pinned ? "4" : null
    }
  }

  task {
    task_key        = "load"
    environment_key = "default"
    notebook_task {
      notebook_path = "/Workspace/load"
    }
  }
}
