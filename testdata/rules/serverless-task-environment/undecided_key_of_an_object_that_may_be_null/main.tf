variable "serverless" {
  type = object({ environment_key = string })
}

resource "databricks_job" "load" {
  name = "load"

  task { # undecided: serverless-task-environment
    task_key        = "load"
    environment_key = try(var.serverless.environment_key, null)

    spark_python_task {
      python_file = "/Workspace/load.py"
    }
  }
}
