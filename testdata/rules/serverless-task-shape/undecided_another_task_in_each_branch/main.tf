variable "prod" {
  type = bool
}

resource "databricks_job" "two" {
  name = "two"

  job_cluster {
    job_cluster_key = "main"
    new_cluster {
      spark_version = "16.4.x-scala2.12"
      node_type_id  = "i3.xlarge"
      num_workers   = 1
    }
  }

  task {
    task_key            = "a"
    existing_cluster_id = var.prod ? "0101-abc" : null
    job_cluster_key     = "main" # undecided: serverless-task-shape
    notebook_task {
      notebook_path = "/Workspace/load"
    }
  }

  task {
    task_key            = "b"
    existing_cluster_id = var.prod ? null : "0101-abc"
    job_cluster_key     = "main" # undecided: serverless-task-shape
    notebook_task {
      notebook_path = "/Workspace/load"
    }
  }
}

resource "databricks_job" "of_one_block" {
  name = "of_one_block"

  job_cluster {
    job_cluster_key = "main"
    new_cluster {
      spark_version = "16.4.x-scala2.12"
      node_type_id  = "i3.xlarge"
      num_workers   = 1
    }
  }

  dynamic "task" {
    for_each = ["a", "b"]
    content {
      task_key            = task.value
      existing_cluster_id = (task.value == "a") == var.prod ? "0101-abc" : null
      job_cluster_key     = "main" # undecided: serverless-task-shape
      notebook_task {
        notebook_path = "/Workspace/load"
      }
    }
  }
}

resource "databricks_job" "in_one_branch" {
  name = "in_one_branch"

  task {
    task_key = "a"
    notebook_task {
      notebook_path = "/Workspace/load"
    }
    dynamic "library" {
      for_each = var.prod ? ["/Volumes/main/l/a.whl", "/Volumes/main/l/b.whl"] : []
      content { # undecided: serverless-task-shape
        whl = library.value
      }
    }
  }
}
