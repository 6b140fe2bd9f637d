# In one environment the key is left out.
variable "environment" {
  type = string
}

locals {
  key = { dev = null, prod = "default" }
}

resource "databricks_job" "etl" {
  name = "etl"

  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
    }
  }

  task { # undecided: serverless-task-environment
    task_key        = "load"
    environment_key = local.key[var.environment]
    spark_python_task {
      python_file = "/Workspace/etl/load.py"
    }
  }
}
