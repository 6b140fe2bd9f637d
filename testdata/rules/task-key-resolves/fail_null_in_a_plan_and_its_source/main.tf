# The provider asks for the key only where it knows all of the task.
variable "after" {
  type    = string
  default = null
}

resource "databricks_cluster" "shared" {
  cluster_name  = "shared"
  spark_version = "15.4.x-scala2.12"
  num_workers   = 1
}

resource "databricks_job" "nightly" {
  name = "nightly"

  task {
    task_key            = "unload"
    existing_cluster_id = databricks_cluster.shared.id

    notebook_task {
      notebook_path = "/Shared/load"
    }
  }

  task {
    task_key            = "weigh"
    existing_cluster_id = databricks_cluster.shared.id

    depends_on {
      task_key = var.after # expect: task-key-resolves
    }
    notebook_task {
      notebook_path = "/Shared/load"
    }
  }
}

resource "databricks_job" "weekly" {
  name = "weekly"

  task {
    task_key            = "unload"
    existing_cluster_id = databricks_cluster.shared.id

    notebook_task {
      notebook_path = "/Shared/load"
    }
  }

  task {
    task_key            = "load"
    existing_cluster_id = databricks_cluster.shared.id

    depends_on {
      task_key = "unload"
    }
    notebook_task {
      notebook_path = "/Shared/load"
    }
  }
}

resource "databricks_job" "yearly" {
  name = "yearly"

  task {
    task_key            = "unload"
    existing_cluster_id = databricks_cluster.shared.id

    notebook_task {
      notebook_path = "/Shared/load"
    }
  }

  task {
    task_key            = "load"
    existing_cluster_id = databricks_cluster.shared.id

    depends_on {
      task_key = databricks_cluster.shared.id # undecided: task-key-resolves
    }
    notebook_task {
      notebook_path = "/Shared/load"
    }
  }
}
