variable "dedicated" {
  type = bool
}
resource "databricks_cluster" "own" {
  count                   = var.dedicated ? 1 : 0
  cluster_name            = "own"
  spark_version           = "16.4.x-scala2.12"
  node_type_id            = "m6gd.large"
  num_workers             = 1
  autotermination_minutes = 20
}
resource "databricks_job" "j" {
  name = "j"
  dynamic "environment" {
    for_each = var.dedicated ? [] : ["default"]
    content {
      environment_key = environment.value
      spec {
        environment_version = "4"
      }
    }
  }
  task { # undecided: serverless-task-environment
    task_key            = "a"
    existing_cluster_id = try(databricks_cluster.own[0].id, null)
    environment_key     = null
    spark_python_task {
      python_file = "/Workspace/a.py"
    }
  }
}
