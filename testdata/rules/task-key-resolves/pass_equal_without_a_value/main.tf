variable "prefix" {
  type = string
}

variable "serverless" {
  type = bool
}

variable "environment" {
  type = object({ key = string, version = string })
}

locals {
  extract = "${var.prefix}-extract"
  cluster = replace("${var.prefix}-cluster", " ", "_")
}

resource "databricks_job" "etl" {
  name = "etl"

  environment {
    environment_key = var.environment.key
    spec {
      environment_version = var.environment.version
    }
  }

  dynamic "job_cluster" {
    for_each = var.serverless ? [] : ["shared"]
    content {
      job_cluster_key = job_cluster.value
      new_cluster {
        spark_version = "16.4.x-scala2.12"
        num_workers   = 2
      }
    }
  }

  task {
    task_key        = local.extract
    environment_key = var.serverless ? var.environment.key : null
    job_cluster_key = var.serverless ? null : "shared"
    spark_python_task {
      python_file = "/Workspace/etl/extract.py"
    }
  }

  task {
    task_key        = "${var.prefix}-load"
    environment_key = var.serverless ? var.environment.key : null
    job_cluster_key = var.serverless ? null : "shared"
    spark_python_task {
      python_file = "/Workspace/etl/load.py"
    }
    depends_on {
      task_key = local.extract
    }
  }

  job_cluster {
    job_cluster_key = local.cluster
    new_cluster {
      spark_version = "16.4.x-scala2.12"
      num_workers   = 2
    }
  }

  task {
    task_key        = "on_cluster"
    job_cluster_key = local.cluster
    spark_python_task {
      python_file = "/Workspace/etl/load.py"
    }
  }
}
