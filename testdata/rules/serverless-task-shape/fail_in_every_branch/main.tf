variable "shared" {
  type = bool
}

variable "prod" {
  type = bool
}

variable "cluster_id" {
  type = string
}

resource "databricks_job" "pairs" {
  name = "pairs"

  job_cluster {
    job_cluster_key = "main"
    new_cluster {
      spark_version = "16.4.x-scala2.12"
      node_type_id  = "i3.xlarge"
      num_workers   = 1
    }
  }

  task {
    task_key            = "another_pair_in_each"
    existing_cluster_id = var.cluster_id # expect: serverless-task-shape
    job_cluster_key     = var.shared ? "main" : null
    dynamic "new_cluster" {
      for_each = var.shared ? [] : [1]
      content {
        spark_version = "16.4.x-scala2.12"
        node_type_id  = "i3.xlarge"
        num_workers   = 1
      }
    }
    notebook_task {
      notebook_path = "/Workspace/load"
    }
  }

  task {
    task_key            = "two_whatever_the_third_is"
    existing_cluster_id = var.prod ? "0101-abc" : null
    job_cluster_key     = "main" # expect: serverless-task-shape
    new_cluster {
      spark_version = "16.4.x-scala2.12"
      node_type_id  = "i3.xlarge"
      num_workers   = 1
    }
    notebook_task {
      notebook_path = "/Workspace/load"
    }
  }

  dynamic "task" {
    for_each = var.prod ? ["one"] : ["one-dev", "two-dev"]
    content {
      task_key            = task.value
      existing_cluster_id = var.cluster_id
      job_cluster_key     = "main" # expect: serverless-task-shape
      notebook_task {
        notebook_path = "/Workspace/load"
      }
    }
  }
}

resource "databricks_job" "numbers" {
  name = "numbers"

  task {
    task_key = "one_or_two"
    notebook_task {
      notebook_path = "/Workspace/load"
    }
    dynamic "library" {
      for_each = var.prod ? ["/Volumes/main/l/a.whl"] : ["/Volumes/main/l/a-dev.whl", "/Volumes/main/l/b-dev.whl"]
      content { # expect: serverless-task-shape
        whl = library.value
      }
    }
  }
}

# More conditions than are tried at once.
variable "switches" {
  type = map(bool)
}

resource "databricks_job" "many" {
  name = "many"

  job_cluster {
    job_cluster_key = "main"
    new_cluster {
      spark_version = "16.4.x-scala2.12"
      node_type_id  = "i3.xlarge"
      num_workers   = 1
    }
  }

  task {
    task_key            = "first"
    existing_cluster_id = var.switches["first"] ? "0101-abc" : null
    job_cluster_key     = "main" # undecided: serverless-task-shape
    notebook_task {
      notebook_path = "/Workspace/load"
    }
  }

  task {
    task_key            = "second"
    existing_cluster_id = var.switches["second"] ? "0101-abc" : null
    job_cluster_key     = "main" # undecided: serverless-task-shape
    notebook_task {
      notebook_path = "/Workspace/load"
    }
  }

  task {
    task_key            = "third"
    existing_cluster_id = var.switches["third"] ? "0101-abc" : null
    job_cluster_key     = "main" # expect: serverless-task-shape
    new_cluster {
      spark_version = "16.4.x-scala2.12"
      node_type_id  = "i3.xlarge"
      num_workers   = 1
    }
    notebook_task {
      notebook_path = "/Workspace/load"
    }
  }

  task {
    task_key            = "fourth"
    existing_cluster_id = var.cluster_id # expect: serverless-task-shape
    job_cluster_key     = var.switches["fourth"] ? "main" : null
    dynamic "new_cluster" {
      for_each = var.switches["fourth"] ? [] : [1]
      content {
        spark_version = "16.4.x-scala2.12"
        node_type_id  = "i3.xlarge"
        num_workers   = 1
      }
    }
    notebook_task {
      notebook_path = "/Workspace/load"
    }
  }

  task {
    task_key = "fifth"
    notebook_task {
      notebook_path = "/Workspace/load"
    }
    dynamic "library" {
      for_each = var.switches["fifth"] ? ["/Volumes/main/l/a.whl"] : ["/Volumes/main/l/b.whl", "/Volumes/main/l/c.whl"]
      content { # expect: serverless-task-shape
        whl = library.value
      }
    }
  }
}
