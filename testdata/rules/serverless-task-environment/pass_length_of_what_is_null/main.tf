variable "cluster_id" {
  type = string
}

resource "databricks_job" "j" {
  name = "null"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
    }
  }
  task {
    task_key            = "a"
    existing_cluster_id = var.cluster_id
    environment_key     = var.cluster_id == null ? "default" : null
    spark_python_task {
      python_file = "/x.py"
    }
  }
  task {
    task_key            = "c"
    existing_cluster_id = length(var.cluster_id) > 0 ? var.cluster_id : null
    environment_key     = length(var.cluster_id) > 0 ? null : "default"
    spark_python_task {
      python_file = "/x.py"
    }
  }
}

resource "databricks_job" "k" {
  name = "empty"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
    }
  }
  task {
    task_key            = "a"
    existing_cluster_id = var.cluster_id == "" ? null : var.cluster_id
    environment_key     = var.cluster_id == "" ? "default" : null
    spark_python_task {
      python_file = "/x.py"
    }
  }
  task {
    task_key            = "c"
    existing_cluster_id = length(var.cluster_id) > 0 ? var.cluster_id : null
    environment_key     = length(var.cluster_id) > 0 ? null : "default"
    spark_python_task {
      python_file = "/x.py"
    }
  }
}
