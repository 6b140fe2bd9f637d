# Whatever holds, no task waits for itself.
variable "picked" {
  type = bool
}

variable "washed" {
  type = bool
}

variable "pressed" {
  type = bool
}

variable "bottled" {
  type = bool
}

resource "databricks_job" "orchard" {
  name = "orchard"

  task {
    task_key = "pick"
    notebook_task {
      notebook_path = "/Shared/pick"
    }
    dynamic "depends_on" {
      for_each = var.picked ? ["label"] : []
      content {
        task_key = depends_on.value
      }
    }
  }

  task {
    task_key = "wash"
    notebook_task {
      notebook_path = "/Shared/wash"
    }
    dynamic "depends_on" {
      for_each = var.washed ? ["pick"] : []
      content {
        task_key = depends_on.value
      }
    }
  }

  task {
    task_key = "press"
    notebook_task {
      notebook_path = "/Shared/press"
    }
    dynamic "depends_on" {
      for_each = var.pressed ? ["wash"] : []
      content {
        task_key = depends_on.value
      }
    }
  }

  task {
    task_key = "bottle"
    notebook_task {
      notebook_path = "/Shared/bottle"
    }
    dynamic "depends_on" {
      for_each = var.bottled ? ["wash"] : []
      content {
        task_key = depends_on.value
      }
    }
  }

  task {
    task_key = "label"
    notebook_task {
      notebook_path = "/Shared/label"
    }
  }
}
