resource "databricks_job" "diamond" {
  name = "diamond"

  dynamic "task" {
    for_each = {
      a = []
      b = ["a"]
      c = ["a"]
      d = ["b", "c"]
    }
    content {
      task_key = task.key
      notebook_task {
        notebook_path = "/Workspace/etl/${task.key}"
      }
      dynamic "depends_on" {
        for_each = toset(task.value)
        content {
          task_key = depends_on.key
        }
      }
    }
  }

  # The body of a loop may have the key of another task.
  task {
    task_key = "e"
    for_each_task {
      inputs = "[1, 2]"
      task {
        task_key = "a"
        notebook_task {
          notebook_path = "/Workspace/etl/a"
        }
      }
    }
    depends_on {
      task_key = "d"
    }
  }
}
