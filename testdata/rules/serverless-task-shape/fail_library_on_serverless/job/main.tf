variable "packages" {
  type = list(string)
}

variable "cluster_id" {
  type    = string
  default = null
}

resource "databricks_job" "this" {
  name = "report"

  task {
    task_key            = "report"
    existing_cluster_id = var.cluster_id
    notebook_task {
      notebook_path = "/Workspace/reports/daily"
    }
    dynamic "library" {
      for_each = var.packages
      content { # expect: serverless-task-shape
        pypi {
          package = library.value
        }
      }
    }
  }

  job_cluster {
    job_cluster_key       = "serverless"
    serverless_compute_id = "ephemeral"
  }

  task {
    task_key = "loop"
    for_each_task {
      inputs = "[1]"
      task {
        task_key        = "body"
        job_cluster_key = "serverless"
        notebook_task {
          notebook_path = "/Workspace/reports/body"
        }
        library { # expect: serverless-task-shape
          whl = "/Volumes/main/libs/acme-1.0.0-py3-none-any.whl"
        }
      }
    }
  }
}
