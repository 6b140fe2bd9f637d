# The task waits for another where two of four conditions hold.
variable "picked" {
  type = bool
}

variable "washed" {
  type = bool
}

variable "pressed" {
  type = bool
}

variable "bottled" {
  type = bool
}

resource "databricks_job" "orchard" {
  name = "orchard"

  environment {
    environment_key = "plain"
    spec {
      environment_version = "4"
    }
  }

  job_cluster {
    job_cluster_key = "shared"
    new_cluster {
      spark_version = "16.4.x-scala2.12"
      node_type_id  = "m6gd.large"
      num_workers   = 1
    }
  }

  task {
    task_key = "wash"
    notebook_task {
      notebook_path = "/Shared/wash"
    }
  }

  task {
    task_key        = "press"
    environment_key = var.picked ? "plain" : null
    job_cluster_key = var.washed ? "shared" : null
    notebook_task {
      notebook_path = "/Shared/press"
    }
    dynamic "depends_on" {
      for_each = var.pressed && var.bottled ? ["wash"] : []
      content {
        task_key = depends_on.value
      }
    }
  }
}
