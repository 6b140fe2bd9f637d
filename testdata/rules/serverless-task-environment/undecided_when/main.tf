variable "serverless" {
  type = bool
}

variable "cluster_id" {
  type = string
}

variable "jobs" {
  type = set(string)
}

# Wrong on one branch only.
resource "databricks_job" "branch" {
  name = "branch"

  task { # undecided: serverless-task-environment
    task_key            = "load"
    existing_cluster_id = var.serverless ? null : var.cluster_id
    spark_python_task {
      python_file = "/Workspace/etl/load.py"
    }
  }
}

# Wrong if there is one at all.
resource "databricks_job" "each" {
  for_each = var.jobs
  name     = each.key

  task { # undecided: serverless-task-environment
    task_key = "load"
    spark_python_task {
      python_file = "/Workspace/etl/load.py"
    }
  }
}
