# What the body of a loop waits for does not wait for the loop.

resource "databricks_job" "silos" {
  name = "silos"

  task {
    task_key = "weigh"
    notebook_task {
      notebook_path = "/Workspace/silos/weigh"
    }
  }

  task {
    task_key = "all_silos"
    depends_on {
      task_key = "weigh"
    }
    for_each_task {
      inputs = jsonencode(["north", "south"])
      task {
        task_key = "one_silo"
        notebook_task {
          notebook_path = "/Workspace/silos/fill"
        }
        depends_on {
          task_key = "weigh"
        }
      }
    }
  }

  task {
    task_key = "audit"
    notebook_task {
      notebook_path = "/Workspace/silos/audit"
    }
    depends_on {
      task_key = "all_silos"
    }
  }
}
