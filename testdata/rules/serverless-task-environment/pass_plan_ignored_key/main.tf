resource "databricks_job" "j" {
  name = "j"
  task {
    task_key = "ingest"
    spark_python_task { python_file = "/Workspace/a.py" }
  }
  lifecycle { ignore_changes = [task, environment] }
}
