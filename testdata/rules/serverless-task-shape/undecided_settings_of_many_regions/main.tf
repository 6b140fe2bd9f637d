variable "region" {
  type = string
}
locals {
  compute = {
    a = { existing = "0923-164208-meows270", shared = null }
    b = { existing = null, shared = "main" }
    c = { existing = "0923-164208-meows272", shared = null }
    d = { existing = null, shared = "main" }
    e = { existing = "0923-164208-meows274", shared = null }
  }
}
resource "databricks_job" "load" {
  name = "load"
  job_cluster {
    job_cluster_key = "main"
    new_cluster {
      spark_version = "15.4.x-scala2.12"
      node_type_id  = "i3.xlarge"
      num_workers   = 2
    }
  }
  task {
    task_key            = "load"
    existing_cluster_id = local.compute[var.region].existing
    job_cluster_key     = local.compute[var.region].shared # undecided: serverless-task-shape
    notebook_task {
      notebook_path = "/Shared/load"
    }
  }
}
