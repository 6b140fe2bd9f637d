resource "databricks_job" "etl" {
  name = "etl"

  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
    }
  }

  job_cluster {
    job_cluster_key = "shared"
    new_cluster {
      spark_version   = "19.1.x-scala2.13"
      num_workers     = 2
      dependency_mode = "DEPENDENCY_MODE_ENVIRONMENTS"
    }
  }

  task {
    task_key        = "load"
    job_cluster_key = "shared"
    environment_key = "default"
    spark_python_task {
      python_file = "/Workspace/etl/load.py"
    }
  }

  # Libraries of a SQL task are of no use, but it runs on no compute of the job.
  task {
    task_key        = "wait"
    existing_cluster_id = ""
    sql_task {
      warehouse_id = "1234567890abcdef"
      query {
        query_id = "1"
      }
    }
  }
}
