variable "jobs" {
  type = set(string)
}

resource "databricks_pipeline" "p" {
  name       = "p"
  serverless = true
  catalog    = "main"
}

# No instance, no fault.
resource "databricks_job" "none" {
  count = 0
  name  = "none"

  task {
    task_key = "load"
    spark_python_task {
      python_file = "/Workspace/etl/load.py"
    }
  }
}

resource "databricks_job" "others" {
  for_each = var.jobs
  name     = each.key

  task {
    task_key = "notebook"
    notebook_task {
      notebook_path = "/Workspace/etl/notebook"
    }
  }

  task {
    task_key = "pipeline"
    pipeline_task {
      pipeline_id = databricks_pipeline.p.id
    }
  }

  task {
    task_key = "alert"
    alert_task {
      alert_id = "1"
    }
  }

  task {
    task_key = "condition"
    condition_task {
      op    = "EQUAL_TO"
      left  = "1"
      right = "1"
    }
  }
}
