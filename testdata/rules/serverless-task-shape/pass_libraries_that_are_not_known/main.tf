variable "serverless" {
  type = bool
}

variable "cluster_id" {
  type = string
}

variable "libraries" {
  type = list(string)
}

resource "databricks_job" "etl" {
  name = "etl"

  task {
    task_key            = "list"
    existing_cluster_id = var.serverless ? null : "0123-456789-abcdefgh"
    notebook_task {
      notebook_path = "/etl/list"
    }
    dynamic "library" {
      for_each = var.serverless ? [] : var.libraries
      content {
        pypi {
          package = library.value
        }
      }
    }
  }

  task {
    task_key            = "set"
    existing_cluster_id = var.serverless ? null : "0123-456789-abcdefgh"
    notebook_task {
      notebook_path = "/etl/set"
    }
    dynamic "library" {
      for_each = toset(var.serverless ? [] : var.libraries)
      content {
        pypi {
          package = library.value
        }
      }
    }
  }

  task {
    task_key            = "null"
    existing_cluster_id = var.cluster_id == null ? null : var.cluster_id
    notebook_task {
      notebook_path = "/etl/null"
    }
    dynamic "library" {
      for_each = var.cluster_id == null ? [] : var.libraries
      content {
        pypi {
          package = library.value
        }
      }
    }
  }
}
