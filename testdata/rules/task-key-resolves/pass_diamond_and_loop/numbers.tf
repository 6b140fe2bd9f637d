# A provider takes a number where it wants text.
resource "databricks_job" "numbers" {
  name = "numbers"

  task {
    task_key = 1
    notebook_task {
      notebook_path = "/Workspace/etl/one"
    }
  }

  task {
    task_key = "2"
    notebook_task {
      notebook_path = "/Workspace/etl/two"
    }
    depends_on {
      task_key = "1"
    }
  }
}
