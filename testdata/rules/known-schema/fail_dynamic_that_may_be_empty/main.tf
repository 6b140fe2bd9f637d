# What a block holds is looked at also where it is not known how many there are, and its values only then.
variable "tasks" {
  type    = map(string)
  default = {}
}

variable "on" {
  type    = bool
  default = false
}

locals {
  none      = []
  workspace = terraform.workspace == "default" ? [] : [1]
  all       = [var.on]
}

resource "databricks_job" "open" {
  name = "open"

  dynamic "task" {
    for_each = var.tasks
    content {
      task_key    = task.key
      notbook     = task.value # expect: known-schema
      max_retries = "many"     # expect: known-schema
      nested {                 # expect: known-schema
      }
      dynamic "notebook_task" {
        for_each = task.value == null ? [] : [1]
        content { # expect: known-schema
        }
      }
      dynamic "pipeline_task" {
        for_each = []
        content {
          pipeline_id = "a"
          nope        = "x" # expect: known-schema
        }
      }
      dynamic "sql_task" {
        for_each = local.all
        content {
          warehouse_id = "a"
          nope         = "x" # expect: known-schema
        }
      }
    }
  }

  dynamic "environment" {
    for_each = local.none
    content {
      environment_key = "a"
      nope            = "x" # expect: known-schema
    }
  }

  dynamic "parameter" {
    for_each = local.workspace
    content {
      name    = "a"
      default = "b"
      nope    = "x" # expect: known-schema
    }
  }

  dynamic "git_source" {
    for_each = var.on ? [1] : []
    content {
      url = null # expect: known-schema
    }
  }
}

# An element that is known tells more than all together.
resource "databricks_job" "known" {
  name = "known"

  dynamic "task" {
    for_each = [[], [1]]
    content {
      task_key = "a"
      dynamic "notebook_task" {
        for_each = task.value
        content {
          notebook_path = "x"
          nope          = 1 # expect: known-schema
        }
      }
    }
  }

  dynamic "task" {
    for_each = [[], []]
    content {
      task_key = "b"
      dynamic "notebook_task" {
        for_each = task.value
        content {
          notebook_path = "x"
          nope          = 1 # expect: known-schema
        }
      }
    }
  }
}
