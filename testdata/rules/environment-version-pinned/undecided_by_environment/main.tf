variable "stage" {
  type = string
}

locals {
  settings = {
    dev  = { version = "4" }
    prod = { version = "3" }
    qa   = { version = null }
  }
}

resource "databricks_job" "etl" {
  name = "etl"

  environment {
    environment_key = "default"
    spec { # undecided: environment-version-pinned
      environment_version = local.settings[var.stage].version
    }
  }

  task {
    task_key        = "load"
    environment_key = "default"
    spark_python_task {
      python_file = "/Workspace/etl/load.py"
    }
  }
}
