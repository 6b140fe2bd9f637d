# A loop ends when its body has run, so that the body cannot wait for it, nor for what does.

resource "databricks_job" "direct" {
  name = "direct"

  task {
    task_key = "all_silos"
    for_each_task {
      inputs = jsonencode(["north", "south"])
      task {
        task_key = "one_silo"
        notebook_task {
          notebook_path = "/Workspace/silos/fill"
        }
        depends_on {
          task_key = "all_silos" # expect: task-key-resolves
        }
      }
    }
  }
}

resource "databricks_job" "round" {
  name = "round"

  task {
    task_key = "audit"
    notebook_task {
      notebook_path = "/Workspace/silos/audit"
    }
    depends_on {
      task_key = "all_silos"
    }
  }

  task {
    task_key = "all_silos"
    for_each_task {
      inputs = jsonencode(["north", "south"])
      task {
        task_key = "one_silo"
        notebook_task {
          notebook_path = "/Workspace/silos/fill"
        }
        depends_on {
          task_key = "audit" # expect: task-key-resolves
        }
      }
    }
  }
}
