variable "kind" {
  type = string
}

resource "databricks_job" "etl" {
  name = "etl"

  task { # expect: serverless-task-environment
    task_key        = "load"
    environment_key = var.kind == "a" ? "" : null
    spark_python_task {
      python_file = "/Workspace/etl/load.py"
    }
  }
}
