# Two elements of a set that are not known can be one, and so can the blocks that they make.
variable "base" {
  type = string
}

variable "extra" {
  type = string
}

resource "databricks_job" "etl" {
  name = "etl"
  dynamic "environment" {
    for_each = toset([var.base, var.extra])
    content {
      environment_key = "main" # undecided: task-key-resolves
      spec {
        environment_version = "4"
        dependencies        = [environment.value]
      }
    }
  }
  task {
    task_key        = "load"
    environment_key = "main"
    spark_python_task {
      python_file = "/Workspace/load.py"
    }
  }
}

resource "databricks_job" "one" {
  name = "one"
  dynamic "environment" {
    for_each = toset([var.base])
    content {
      environment_key = "main"
      spec {
        environment_version = "4"
        dependencies        = [environment.value]
      }
    }
  }
  task {
    task_key        = "load"
    environment_key = "main"
    spark_python_task {
      python_file = "/Workspace/load.py"
    }
  }
}
