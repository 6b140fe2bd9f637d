variable "name" { type = string }

variable "cluster_id" {
  type    = string
  default = null
}

variable "packages" {
  type    = list(string)
  default = []
}

resource "databricks_job" "this" {
  name = var.name

  dynamic "environment" {
    for_each = var.cluster_id == null ? ["plain"] : []
    content {
      environment_key = environment.value
      spec {
        environment_version = "4"
      }
    }
  }

  task {
    task_key            = "run"
    existing_cluster_id = var.cluster_id
    environment_key     = var.cluster_id == null ? "plain" : null
    spark_python_task {
      python_file = "/Workspace/run.py"
    }
    dynamic "library" {
      for_each = var.packages
      content {
        pypi {
          package = library.value
        }
      }
    }
  }
}
