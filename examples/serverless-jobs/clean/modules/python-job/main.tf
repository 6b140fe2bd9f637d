# A serverless job whose tasks are Python files. All tasks share one environment.

locals {
  environment_key = "default"
}

resource "databricks_job" "this" {
  name = var.name

  environment {
    environment_key = local.environment_key

    spec {
      environment_version = var.environment_version
      dependencies        = var.dependencies
    }
  }

  # A map is iterated in the order of its keys, which is also the order that the API returns.
  dynamic "task" {
    for_each = var.tasks

    content {
      task_key        = task.key
      environment_key = local.environment_key
      max_retries     = 1

      spark_python_task {
        python_file = "${var.source_root}/${task.value.file}"
        parameters  = task.value.parameters
        source      = "WORKSPACE"
      }

      dynamic "depends_on" {
        for_each = task.value.after

        content {
          task_key = depends_on.value
        }
      }
    }
  }

  dynamic "schedule" {
    for_each = var.cron == null ? [] : [var.cron]

    content {
      quartz_cron_expression = schedule.value
      timezone_id            = "UTC"
    }
  }

  queue {
    enabled = true
  }

  run_as {
    service_principal_name = var.service_principal_id
  }

  health {
    rules {
      metric = "RUN_DURATION_SECONDS"
      op     = "GREATER_THAN"
      value  = 3600
    }
  }

  tags = var.tags
}

resource "databricks_permissions" "this" {
  job_id = databricks_job.this.id

  access_control {
    group_name       = var.operators
    permission_level = "CAN_MANAGE_RUN"
  }

  access_control {
    service_principal_name = var.service_principal_id
    permission_level       = "IS_OWNER"
  }
}
