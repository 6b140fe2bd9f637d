locals {
  tasks = {
    extract = { environment = "default", after = [] }
    load    = { environment = "Default", after = ["extract"] }
    publish = { environment = "default", after = ["extract", "lod"] }
  }
}

resource "databricks_job" "etl" {
  name = "etl"

  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
    }
  }

  dynamic "task" {
    for_each = local.tasks
    content {
      task_key        = task.key
      environment_key = task.value.environment # expect: task-key-resolves
      spark_python_task {
        python_file = "/Workspace/etl/${task.key}.py"
      }
      dynamic "depends_on" {
        for_each = task.value.after
        content {
          task_key = depends_on.value # expect: task-key-resolves
        }
      }
    }
  }
}

resource "databricks_job" "legacy" {
  name = "legacy"

  job_cluster {
    job_cluster_key = "shared"
    new_cluster {
      spark_version = "16.4.x-scala2.12"
      num_workers   = 2
    }
  }

  task {
    task_key        = "all"
    for_each_task {
      inputs = jsonencode(["a", "b"])
      task {
        task_key        = "one"
        job_cluster_key = "main" # expect: task-key-resolves
        notebook_task {
          notebook_path = "/Workspace/etl/one"
        }
        depends_on {
          task_key = "summry" # expect: task-key-resolves
        }
      }
    }
  }

  task {
    task_key        = "summary"
    job_cluster_key = "shared"
    notebook_task {
      notebook_path = "/Workspace/etl/summary"
    }
    depends_on {
      task_key = "one" # expect: task-key-resolves
    }
    depends_on {
      task_key = null # expect: task-key-resolves
    }
  }
}
