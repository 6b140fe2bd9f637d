variable "cluster_id" {
  type = string
}

variable "serverless" {
  type = bool
}

resource "databricks_cluster" "shared" {
  cluster_name  = "shared"
  spark_version = "16.4.x-scala2.12"
  num_workers   = 2
}

resource "databricks_job" "etl" {
  name = "etl"

  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
    }
  }

  task {
    task_key            = "on_a_cluster_without_a_known_id"
    existing_cluster_id = databricks_cluster.shared.id
    spark_python_task {
      python_file = "/Workspace/etl/a.py"
    }
  }

  task {
    task_key            = "on_a_cluster_of_a_variable"
    existing_cluster_id = var.cluster_id
    python_wheel_task {
      package_name = "acme"
      entry_point  = "run"
    }
  }

  task {
    task_key            = "either"
    existing_cluster_id = var.serverless ? null : var.cluster_id
    environment_key     = var.serverless ? "default" : null
    spark_python_task {
      python_file = "/Workspace/etl/b.py"
    }
  }

  dynamic "task" {
    for_each = toset(["x", "y"])
    content {
      task_key = task.key
      new_cluster {
        spark_version = "16.4.x-scala2.12"
        num_workers   = 2
      }
      spark_jar_task {
        main_class_name = "com.example.Main"
      }
    }
  }
}
