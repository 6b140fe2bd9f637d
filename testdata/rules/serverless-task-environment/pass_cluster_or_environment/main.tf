# Where no cluster is given the task runs serverless and names an environment.
variable "compute" {
  type = object({
    cluster     = optional(string)
    environment = optional(string, "default")
  })
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
    existing_cluster_id = var.compute.cluster
    environment_key     = var.compute.cluster == null ? "default" : null
    spark_python_task {
      python_file = "/Workspace/etl/load.py"
    }
  }
}
