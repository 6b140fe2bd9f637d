# Two keys of which one is not known can be one.

variable "first" {
  type = string
}

variable "second" {
  type = string
}

variable "more" {
  type = set(string)
}

resource "databricks_job" "variables" {
  name = "variables"
  task {
    task_key = var.first
    notebook_task {
      notebook_path = "/Workspace/first"
    }
  }
  task {
    task_key = var.second # undecided: task-key-resolves
    notebook_task {
      notebook_path = "/Workspace/second"
    }
  }
}

resource "databricks_job" "more" {
  name = "more"
  environment {
    environment_key = "default" # undecided: task-key-resolves
    spec {
      environment_version = "4"
    }
  }
  dynamic "environment" {
    for_each = var.more
    content {
      environment_key = environment.key
      spec {
        environment_version = "4"
      }
    }
  }
}

# A set has no element twice, and these begin differently.
resource "databricks_job" "apart" {
  name = "apart"
  dynamic "job_cluster" {
    for_each = var.more
    content {
      job_cluster_key = job_cluster.key
      new_cluster {
        spark_version = "15.4.x-scala2.12"
        num_workers   = 1
      }
    }
  }
  task {
    task_key = "a-${var.first}"
    notebook_task {
      notebook_path = "/Workspace/first"
    }
  }
  task {
    task_key = "b-${var.second}"
    notebook_task {
      notebook_path = "/Workspace/second"
    }
  }
}
