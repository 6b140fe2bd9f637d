# What may be null may be an environment of a task on a cluster, or a second compute.

variable "environment" {
  type = object({ key = optional(string) })
}

variable "keys" {
  type = map(string)
}

variable "clusters" {
  type = list(string)
}

resource "databricks_job" "etl" {
  name = "etl"

  environment {
    environment_key = "default"

    spec {
      environment_version = "4"
    }
  }

  job_cluster {
    job_cluster_key = "main"

    new_cluster {
      spark_version = "16.4.x-scala2.12"
      node_type_id  = "m6gd.large"
      num_workers   = 1
    }
  }

  task {
    task_key        = "optional"
    job_cluster_key = "main"
    environment_key = var.environment.key # undecided: serverless-task-shape

    notebook_task {
      notebook_path = "/Workspace/etl"
    }
  }

  task {
    task_key        = "looked_up"
    job_cluster_key = "main"
    environment_key = lookup(var.keys, "etl", null) # undecided: serverless-task-shape

    notebook_task {
      notebook_path = "/Workspace/etl"
    }
  }

  task {
    task_key            = "two"
    job_cluster_key     = "main"
    existing_cluster_id = one(var.clusters) # undecided: serverless-task-shape

    notebook_task {
      notebook_path = "/Workspace/etl"
    }
  }
}
