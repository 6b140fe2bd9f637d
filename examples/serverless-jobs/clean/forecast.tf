# The forecast: a wheel trains one model per region, a notebook compares them, a condition decides whether to publish.

locals {
  regions = ["emea", "amer", "apac"]
}

resource "databricks_job" "forecast" {
  name        = "${var.environment}-forecast"
  description = "Trains the regional forecast and publishes it when it is better than the last one"

  environment {
    environment_key = "training"

    spec {
      environment_version = var.environment_version
      dependencies        = [local.our_wheel, "prophet==1.1.6", "scikit-learn==1.5.2"]
    }
  }

  # Tasks are sorted by key: the API returns them so, and any other order is a difference in every plan.
  task {
    task_key = "compare"

    notebook_task {
      notebook_path = "${local.source_root}/forecast/compare"
      source        = "WORKSPACE"
    }

    depends_on {
      task_key = "train"
    }
  }

  task {
    task_key = "is_better"

    condition_task {
      op    = "EQUAL_TO"
      left  = "{{tasks.compare.values.better}}"
      right = "true"
    }

    depends_on {
      task_key = "compare"
    }
  }

  task {
    task_key        = "publish"
    environment_key = "training"

    python_wheel_task {
      package_name = "acme_etl"
      entry_point  = "publish_forecast"
      parameters   = ["--catalog", "${var.environment}_sales"]
    }

    depends_on {
      task_key = "is_better"
      outcome  = "true"
    }
  }

  task {
    task_key = "train"

    for_each_task {
      inputs      = jsonencode(local.regions)
      concurrency = 3

      task {
        task_key        = "train_region"
        environment_key = "training"
        max_retries     = 1

        python_wheel_task {
          package_name = "acme_etl"
          entry_point  = "train_forecast"
          parameters   = ["--region", "{{input}}"]
        }
      }
    }
  }

  schedule {
    quartz_cron_expression = "0 0 6 ? * MON"
    timezone_id            = "UTC"
    pause_status           = var.environment == "prod" ? "UNPAUSED" : "PAUSED"
  }

  queue {
    enabled = true
  }

  run_as {
    service_principal_name = var.service_principal_id
  }

  tags = local.tags
}
