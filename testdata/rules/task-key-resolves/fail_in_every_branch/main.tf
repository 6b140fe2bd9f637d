variable "b" {
  type = bool
}

resource "databricks_job" "names" {
  name = "names"

  task {
    task_key = "a"
    dynamic "depends_on" {
      for_each = compact([var.b ? "c" : "d"])
      content {
        task_key = depends_on.value # expect: task-key-resolves
      }
    }
    notebook_task {
      notebook_path = "/Workspace/load"
    }
  }
}

resource "databricks_job" "itself" {
  name = "itself"

  task {
    task_key = "a"
    dynamic "depends_on" {
      for_each = compact([var.b ? "a" : "a"])
      content {
        task_key = depends_on.value # expect: task-key-resolves
      }
    }
    notebook_task {
      notebook_path = "/Workspace/load"
    }
  }
}

# A circle that is entered at another task in each.
resource "databricks_job" "circle" {
  name = "circle"

  task {
    task_key = "start"
    dynamic "depends_on" {
      for_each = var.b ? ["second"] : []
      content {
        task_key = depends_on.value
      }
    }
    notebook_task {
      notebook_path = "/Workspace/load"
    }
  }

  task {
    task_key = "first"
    depends_on {
      task_key = "second"
    }
    notebook_task {
      notebook_path = "/Workspace/load"
    }
  }

  task {
    task_key = "second"
    depends_on {
      task_key = "first" # expect: task-key-resolves
    }
    notebook_task {
      notebook_path = "/Workspace/load"
    }
  }
}
