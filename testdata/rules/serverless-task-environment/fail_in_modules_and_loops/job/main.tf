variable "name" {
  type = string
}

variable "environment_key" {
  type    = string
  default = null
}

resource "databricks_job" "this" {
  name = var.name

  job_cluster {
    job_cluster_key       = "serverless"
    serverless_compute_id = "ephemeral"
  }

  task {
    task_key = "all"
    for_each_task {
      inputs = jsonencode([1, 2])
      task { # expect: serverless-task-environment
        task_key        = "one"
        environment_key = var.environment_key
        python_wheel_task {
          package_name = "acme"
          entry_point  = "run"
        }
      }
    }
  }

  task { # expect: serverless-task-environment
    task_key        = "bound"
    job_cluster_key = "serverless"
    spark_python_task {
      python_file = "/Workspace/etl/bound.py"
    }
  }
}
