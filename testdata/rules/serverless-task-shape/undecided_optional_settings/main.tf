# Whoever sets the variable may set one, the other or both.
variable "compute" {
  type = object({
    existing = optional(string)
    shared   = optional(string)
    size     = optional(string, "i3.xlarge")
  })
}

resource "databricks_job" "etl" {
  name = "etl"

  job_cluster {
    job_cluster_key = "main"
    new_cluster {
      spark_version = "15.4.x-scala2.12"
      node_type_id  = var.compute.size
      num_workers   = 2
    }
  }

  task {
    task_key            = "load"
    existing_cluster_id = var.compute.existing # undecided: serverless-task-shape
    job_cluster_key     = var.compute.shared == null ? null : "main"
    notebook_task {
      notebook_path = "/Shared/load"
    }
  }
}
