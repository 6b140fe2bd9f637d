variable "cluster_id" {
  type = string
}

variable "serverless" {
  type = bool
}

resource "databricks_job" "etl" {
  name = "etl"

  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["openpyxl==3.1.5"]
    }
  }

  task {
    task_key            = "load"
    existing_cluster_id = var.serverless ? null : var.cluster_id
    environment_key     = var.serverless ? "default" : null
    spark_python_task {
      python_file = "/Workspace/etl/load.py"
    }
    dynamic "library" {
      for_each = var.serverless ? [] : ["openpyxl==3.1.5"]
      content {
        pypi {
          package = library.value
        }
      }
    }
  }

  task {
    task_key = "submit"
    new_cluster {
      spark_version = "16.4.x-scala2.12"
      num_workers   = 2
    }
    spark_submit_task {
      parameters = ["--class", "com.example.Main"]
    }
  }
}
