# Both sides ask the same question.
variable "own_cluster" {
  type = bool
}

resource "databricks_job" "load" {
  name = "load"
  environment {
    environment_key = "load"
    spec {
      environment_version = "4"
    }
  }
  task {
    task_key            = "load"
    existing_cluster_id = var.own_cluster ? "1126-101010-abcdefgh" : null
    environment_key     = var.own_cluster == false ? "load" : null
    spark_python_task {
      python_file = "/Workspace/load.py"
    }
  }
}
