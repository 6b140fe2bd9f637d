variable "stage" { type = string }

locals {
  depots = { for town in ["lund", "ystad"] : "${var.stage}_${town}" => { town = town } }
}

resource "databricks_job" "depots" {
  name = "depots"
  dynamic "task" {
    for_each = { for key, depot in local.depots : key => depot.town }
    content { # expect: serverless-task-environment
      task_key = task.key
      spark_python_task { python_file = "/Workspace/depots/${task.value}.py" }
    }
  }
}

resource "databricks_job" "fleet" {
  name = "fleet"
  dynamic "task" {
    for_each = { (var.stage) = "fleet" }
    content { # expect: serverless-task-environment
      task_key = task.key
      spark_python_task { python_file = "/Workspace/${task.value}.py" }
    }
  }
}
