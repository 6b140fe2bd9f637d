variable "interactive" { type = bool }
resource "databricks_cluster" "shared" {
  count                   = var.interactive ? 1 : 0
  cluster_name            = "s"
  spark_version           = "16.4.x-scala2.12"
  node_type_id            = "m6gd.large"
  num_workers             = 1
  autotermination_minutes = 20
}
resource "databricks_job" "j" {
  name = "j"
  job_cluster {
    job_cluster_key = "own"
    new_cluster {
      spark_version = "16.4.x-scala2.12"
      node_type_id  = "m6gd.large"
      num_workers   = 1
    }
  }
  task {
    task_key            = "a"
    existing_cluster_id = try(databricks_cluster.shared[0].id, null)
    job_cluster_key     = var.interactive ? null : "own"
    notebook_task {
      notebook_path = "/Workspace/a"
    }
  }
}
