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
    task_key            = "load"
    existing_cluster_id = databricks_cluster.shared.id
    environment_key     = "default" # expect: serverless-task-shape
    spark_python_task {
      python_file = "/Workspace/etl/load.py"
    }
  }
}
