variable "serverless" {
  type = object({ environment_key = string, version = optional(string, "4") })
}

resource "databricks_job" "j" {
  name = "j"

  dynamic "environment" {
    for_each = var.serverless[*]
    content {
      environment_key = environment.value.environment_key
      spec {
        environment_version = environment.value.version
      }
    }
  }
  dynamic "job_cluster" {
    for_each = var.serverless == null ? [1] : []
    content {
      job_cluster_key = "main"
      new_cluster {
        spark_version = "16.4.x-scala2.12"
        node_type_id  = "i3.xlarge"
        num_workers   = 1
      }
    }
  }

  task {
    task_key        = "conditional"
    environment_key = var.serverless != null ? var.serverless.environment_key : null
    job_cluster_key = var.serverless == null ? "main" : null
    spark_python_task {
      python_file = "/Workspace/load.py"
    }
  }

  task {
    task_key        = "try"
    environment_key = try(var.serverless.environment_key, null)
    job_cluster_key = var.serverless == null ? "main" : null
    spark_python_task {
      python_file = "/Workspace/load.py"
    }
  }
}
