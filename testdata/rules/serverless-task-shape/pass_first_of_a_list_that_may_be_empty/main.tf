# The first element is there where the list has some, and otherwise there is another cluster.

variable "presses" {
  type = list(string)
}

variable "by_name" {
  type = map(string)
}

data "databricks_clusters" "presses" {
  cluster_name_contains = "press"
}

data "terraform_remote_state" "platform" {
  backend = "local"
}

resource "databricks_job" "harvest" {
  name = "harvest"

  environment {
    environment_key = "orchard"
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
    task_key            = "tried"
    existing_cluster_id = try(var.presses[0], null)
    job_cluster_key     = length(var.presses) == 0 ? "main" : null
    notebook_task {
      notebook_path = "/Workspace/orchard/tried"
    }
  }

  task {
    task_key            = "one"
    existing_cluster_id = one(var.presses)
    job_cluster_key     = length(var.presses) == 0 ? "main" : null
    notebook_task {
      notebook_path = "/Workspace/orchard/one"
    }
  }

  task {
    task_key            = "splat"
    existing_cluster_id = one(var.presses[*])
    job_cluster_key     = length(var.presses) > 0 ? null : "main"
    notebook_task {
      notebook_path = "/Workspace/orchard/splat"
    }
  }

  task {
    task_key            = "guarded"
    existing_cluster_id = length(var.presses) > 0 ? one(var.presses) : null
    job_cluster_key     = length(var.presses) == 0 ? "main" : null
    notebook_task {
      notebook_path = "/Workspace/orchard/guarded"
    }
  }

  task {
    task_key            = "key"
    existing_cluster_id = try(var.by_name["main"], null)
    job_cluster_key     = can(var.by_name["main"]) ? null : "main"
    notebook_task {
      notebook_path = "/Workspace/orchard/key"
    }
  }

  task {
    task_key            = "lookup"
    existing_cluster_id = lookup(var.by_name, "main", null)
    job_cluster_key     = contains(keys(var.by_name), "main") ? null : "main"
    notebook_task {
      notebook_path = "/Workspace/orchard/lookup"
    }
  }

  task {
    task_key            = "data"
    existing_cluster_id = one(data.databricks_clusters.presses.ids)
    job_cluster_key     = length(data.databricks_clusters.presses.ids) == 0 ? "main" : null
    notebook_task {
      notebook_path = "/Workspace/orchard/data"
    }
  }
}
