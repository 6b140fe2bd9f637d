variable "name" {
  type = string
}

resource "databricks_job" "twice" {
  name = "twice"

  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
    }
  }

  environment {
    environment_key = "default" # expect: task-key-resolves
    spec {
      environment_version = "3"
    }
  }

  task {
    task_key = var.name
    notebook_task {
      notebook_path = "/Workspace/etl/a"
    }
  }

  task {
    task_key = var.name # expect: task-key-resolves
    notebook_task {
      notebook_path = "/Workspace/etl/b"
    }
  }
}

resource "databricks_job" "circle" {
  name = "circle"

  task {
    task_key = "a"
    notebook_task {
      notebook_path = "/Workspace/etl/a"
    }
    depends_on {
      task_key = "c"
    }
  }

  task {
    task_key = "b"
    notebook_task {
      notebook_path = "/Workspace/etl/b"
    }
    depends_on {
      task_key = "a" # expect: task-key-resolves
    }
  }

  task {
    task_key = "c"
    notebook_task {
      notebook_path = "/Workspace/etl/c"
    }
    depends_on {
      task_key = "b"
    }
  }

  task {
    task_key = "d"
    notebook_task {
      notebook_path = "/Workspace/etl/d"
    }
    depends_on {
      task_key = "d" # expect: task-key-resolves
    }
  }
}
