# Whether an environment is read hangs on a mode that is not known.

variable "mode" {
  type = string
}

variable "modern" {
  type = bool
}

resource "databricks_job" "harvest" {
  name = "harvest"

  environment {
    environment_key = "orchard"
    spec {
      environment_version = "4"
    }
  }

  task {
    task_key        = "unset"
    environment_key = "orchard" # undecided: serverless-task-shape
    new_cluster {
      spark_version   = "19.0.x-scala2.13"
      num_workers     = 2
      dependency_mode = var.mode
    }
    spark_python_task {
      python_file = "/Workspace/orchard/unset.py"
    }
  }

  task {
    task_key        = "either"
    environment_key = "orchard" # undecided: serverless-task-shape
    new_cluster {
      spark_version   = "19.0.x-scala2.13"
      num_workers     = 2
      dependency_mode = "DEPENDENCY_MODE_${var.modern ? "ENVIRONMENTS" : "CLUSTER_LIBRARIES"}"
    }
    spark_python_task {
      python_file = "/Workspace/orchard/either.py"
    }
  }

  task {
    task_key        = "begun"
    environment_key = "orchard"
    new_cluster {
      spark_version   = "19.0.x-scala2.13"
      num_workers     = 2
      dependency_mode = "DEPENDENCY_MODE_ENV${var.mode}"
    }
    spark_python_task {
      python_file = "/Workspace/orchard/begun.py"
    }
  }
}
