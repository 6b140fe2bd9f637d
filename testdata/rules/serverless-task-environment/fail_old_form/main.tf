# Without a `task` block the job itself is its only task, and has no place for an environment.

resource "databricks_job" "old" { # expect: serverless-task-environment
  name = "old"
  spark_python_task {
    python_file = "/Workspace/etl/load.py"
  }
}
