resource "databricks_job" "gate" {
  name = "gate"

  task {
    task_key = "check"
    notebook_task {
      notebook_path = "/Workspace/etl/check"
    }
  }

  task {
    task_key = "decide"
    condition_task {
      op    = "EQUAL_TO"
      left  = "{{tasks.check.values.ok}}"
      right = "true"
    }
    depends_on {
      task_key = "check"
      outcome  = "true" # expect: task-key-resolves
    }
  }

  task {
    task_key = "publish"
    notebook_task {
      notebook_path = "/Workspace/etl/publish"
    }
    depends_on {
      task_key = "decide"
      outcome  = "yes" # expect: task-key-resolves
    }
  }

  task {
    task_key = "repair"
    notebook_task {
      notebook_path = "/Workspace/etl/repair"
    }
    depends_on {
      task_key = "decide"
      outcome  = false
    }
  }
}
