variable "tasks" {
  type    = map(string)
  default = {}
}

resource "databricks_job" "etl" {
  name = "etl"

  dynamic "task" {
    for_each = var.tasks
    content {
      task_key = task.key
      notbook  = task.value # expect: known-schema
    }
  }
}
