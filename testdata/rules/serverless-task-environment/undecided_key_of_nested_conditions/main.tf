# The key is null in one of five cases.
variable "picked" {
  type = bool
}

variable "washed" {
  type = bool
}

variable "pressed" {
  type = bool
}

variable "bottled" {
  type = bool
}

resource "databricks_job" "press" {
  name = "press"

  environment {
    environment_key = "red"
    spec {
      environment_version = "4"
    }
  }

  environment {
    environment_key = "green"
    spec {
      environment_version = "4"
    }
  }

  environment {
    environment_key = "plain"
    spec {
      environment_version = "4"
    }
  }

  task { # undecided: serverless-task-environment
    task_key        = "press"
    environment_key = var.picked ? (var.washed ? "red" : var.pressed ? "green" : "plain") : (var.bottled ? null : "plain")
    spark_python_task {
      python_file = "/Workspace/orchard/press.py"
    }
  }
}
