variable "cluster_id" {
  type = string
}

variable "own_cluster" {
  type = bool
}

resource "databricks_job" "both" {
  name = "both"

  job_cluster {
    job_cluster_key = "shared"
    new_cluster {
      spark_version = "16.4.x-scala2.12"
      num_workers   = 2
    }
  }

  dynamic "task" {
    for_each = toset(["a", "b"])
    content {
      task_key            = task.key
      existing_cluster_id = var.cluster_id
      job_cluster_key     = "shared" # expect: serverless-task-shape
      notebook_task {
        notebook_path = "/Workspace/etl/${task.key}"
      }
    }
  }

  task {
    task_key            = "c"
    existing_cluster_id = var.own_cluster ? var.cluster_id : "0712-123456-abcdefgh" # expect: serverless-task-shape
    new_cluster {
      spark_version = "16.4.x-scala2.12"
      num_workers   = 2
    }
    notebook_task {
      notebook_path = "/Workspace/etl/c"
    }
  }

  task { # expect: serverless-task-shape
    task_key = "submit"
    spark_submit_task {
      parameters = ["--class", "com.example.Main"]
    }
  }
}
