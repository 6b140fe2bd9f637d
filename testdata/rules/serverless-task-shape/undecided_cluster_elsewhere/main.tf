variable "cluster_id" {
  type = string
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
    task_key            = "load"
    existing_cluster_id = var.cluster_id
    environment_key     = "default" # undecided: serverless-task-shape
    spark_python_task {
      python_file = "/Workspace/etl/load.py"
    }
  }
}
