# Runs one Python file every night on serverless compute.
resource "databricks_job" "this" {
  name = "nightly-${var.name}"

  environment {
    environment_key = "default"

    spec {
      environment_version = "4"
    }
  }

  task { # expect: serverless-task-environment
    task_key = "run"

    spark_python_task {
      python_file = "/Workspace/Production/nightly/${var.file}"
      source      = "WORKSPACE"
    }
  }

  schedule {
    quartz_cron_expression = "0 0 3 * * ?"
    timezone_id            = "UTC"
  }

  queue {
    enabled = true
  }
}
