variable "serverless" {
  type = bool
}

variable "libraries" {
  type = list(string)
}

variable "more" {
  type = list(string)
}

resource "databricks_job" "etl" {
  name = "etl"

  task { # undecided: serverless-task-shape
    task_key            = "the_other_way_round"
    existing_cluster_id = var.serverless ? null : "0123-456789-abcdefgh"
    notebook_task {
      notebook_path = "/etl/one"
    }
    dynamic "library" {
      for_each = var.serverless ? var.libraries : []
      content {
        pypi {
          package = library.value
        }
      }
    }
  }

  task { # undecided: serverless-task-shape
    task_key            = "two_lists"
    existing_cluster_id = var.serverless ? null : "0123-456789-abcdefgh"
    notebook_task {
      notebook_path = "/etl/two"
    }
    dynamic "library" {
      for_each = var.serverless ? [] : var.libraries
      content {
        pypi {
          package = library.value
        }
      }
    }
    dynamic "library" {
      for_each = var.more
      content {
        pypi {
          package = library.value
        }
      }
    }
  }
}
