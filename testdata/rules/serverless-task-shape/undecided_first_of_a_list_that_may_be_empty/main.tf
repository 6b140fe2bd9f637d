# What is looked up may not be found, so that there may be one compute; and some conditions are about another list.

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
    task_key            = "data"
    existing_cluster_id = one(data.databricks_clusters.presses.ids)
    job_cluster_key     = "main" # undecided: serverless-task-shape
    notebook_task {
      notebook_path = "/Workspace/orchard/data"
    }
  }

  task {
    task_key            = "list"
    existing_cluster_id = one(tolist(data.databricks_clusters.presses.ids)) # undecided: serverless-task-shape
    job_cluster_key     = "main"
    notebook_task {
      notebook_path = "/Workspace/orchard/list"
    }
  }

  task {
    task_key            = "both"
    existing_cluster_id = one(setintersection(data.databricks_clusters.presses.ids, var.presses)) # undecided: serverless-task-shape
    job_cluster_key     = "main"
    notebook_task {
      notebook_path = "/Workspace/orchard/both"
    }
  }

  task {
    task_key            = "state"
    existing_cluster_id = one(data.terraform_remote_state.platform.outputs.presses) # undecided: serverless-task-shape
    job_cluster_key     = "main"
    notebook_task {
      notebook_path = "/Workspace/orchard/state"
    }
  }

  task {
    task_key            = "other"
    existing_cluster_id = try(var.presses[0], null)
    job_cluster_key     = length(data.databricks_clusters.presses.ids) == 0 ? "main" : null # undecided: serverless-task-shape
    notebook_task {
      notebook_path = "/Workspace/orchard/other"
    }
  }

  task {
    task_key            = "second"
    existing_cluster_id = try(var.presses[1], null) # undecided: serverless-task-shape
    job_cluster_key     = length(var.presses) == 0 ? "main" : null
    notebook_task {
      notebook_path = "/Workspace/orchard/second"
    }
  }
}
