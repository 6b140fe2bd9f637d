# A cluster that takes its dependencies from libraries says itself that it reads no environment.

resource "databricks_cluster" "weighing" {
  cluster_name    = "weighing"
  spark_version   = "19.0.x-scala2.13"
  num_workers     = 1
  policy_id       = "0A1B2C3D4E5F6071"
  dependency_mode = "DEPENDENCY_MODE_CLUSTER_LIBRARIES"
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

  job_cluster {
    job_cluster_key = "press"
    new_cluster {
      spark_version   = "19.0.x-scala2.13"
      num_workers     = 2
      dependency_mode = "DEPENDENCY_MODE_CLUSTER_LIBRARIES"
    }
  }

  task {
    task_key        = "own"
    environment_key = "orchard" # expect: serverless-task-shape
    new_cluster {
      spark_version   = "19.0.x-scala2.13"
      num_workers     = 2
      dependency_mode = var.modern ? null : "DEPENDENCY_MODE_CLUSTER_LIBRARIES"
    }
    spark_python_task {
      python_file = "/Workspace/orchard/own.py"
    }
  }

  task {
    task_key        = "shared"
    job_cluster_key = "press"
    environment_key = "orchard" # expect: serverless-task-shape
    spark_python_task {
      python_file = "/Workspace/orchard/shared.py"
    }
  }

  task {
    task_key            = "existing"
    existing_cluster_id = databricks_cluster.weighing.id
    environment_key     = "orchard" # expect: serverless-task-shape
    spark_python_task {
      python_file = "/Workspace/orchard/existing.py"
    }
  }

  task {
    task_key        = "automatic"
    environment_key = "orchard"
    new_cluster {
      spark_version   = "19.0.x-scala2.13"
      num_workers     = 2
      dependency_mode = var.modern ? "DEPENDENCY_MODE_ENVIRONMENTS" : "DEPENDENCY_MODE_AUTO"
    }
    spark_python_task {
      python_file = "/Workspace/orchard/automatic.py"
    }
  }
}
