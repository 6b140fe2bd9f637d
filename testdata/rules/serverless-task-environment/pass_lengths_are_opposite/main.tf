# A length is never negative, so that a list has elements or has none.
variable "libraries" {
  type = list(string)
}

resource "databricks_job" "load" {
  name = "load"
  dynamic "environment" {
    for_each = length(var.libraries) == 0 ? [1] : []
    content {
      environment_key = "default"
      spec {
        environment_version = "4"
      }
    }
  }
  task {
    task_key            = "load"
    existing_cluster_id = length(var.libraries) >= 1 ? "0101-120000-shared00" : null
    environment_key     = length(var.libraries) > 0 ? null : "default"
    spark_python_task {
      python_file = "/Workspace/Shared/load.py"
    }
  }
}
