variable "environments" {
  type = map(string)
}

variable "after" {
  type = string
}

resource "databricks_job" "etl" {
  name = "etl"

  dynamic "environment" {
    for_each = var.environments
    content {
      environment_key = environment.key
      spec {
        environment_version = environment.value
      }
    }
  }

  task {
    task_key        = "load"
    environment_key = "default" # undecided: task-key-resolves
    spark_python_task {
      python_file = "/Workspace/etl/load.py"
    }
  }

  task {
    task_key        = "publish"
    notebook_task {
      notebook_path = "/Workspace/etl/publish"
    }
    depends_on {
      task_key = var.after # undecided: task-key-resolves
    }
  }
}
