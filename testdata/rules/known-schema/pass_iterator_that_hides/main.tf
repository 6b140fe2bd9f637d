# `each` and `task` are iterators where they stand, whatever has these names around.
resource "databricks_job" "each" {
  for_each = { a = "x" }
  name     = each.key
  dynamic "task" {
    iterator = each
    for_each = [1, 2]
    content {
      task_key    = "t${each.key}"
      max_retries = each.value
    }
  }
}

resource "databricks_job" "task" {
  name = "task"
  dynamic "task" {
    for_each = [{ key = "first", after = [] }, { key = "second", after = ["first"] }]
    content {
      task_key = task.value.key
      dynamic "depends_on" {
        iterator = task
        for_each = task.value.after
        content {
          task_key = task.value
        }
      }
    }
  }
}

variable "after" {
  type    = list(string)
  default = []
}

resource "databricks_job" "given" {
  name = "given"
  dynamic "task" {
    iterator = it
    for_each = [{ key = "only" }]
    content {
      task_key = it.value.key
      dynamic "depends_on" {
        iterator = it
        for_each = var.after
        content {
          task_key = it.value
        }
      }
    }
  }
}
