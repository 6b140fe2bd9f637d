# Reports: dbt builds the models on a SQL warehouse, its own commands run serverless; a JAR exports the result.

resource "databricks_sql_endpoint" "reporting" {
  name                      = "${var.environment}-reporting"
  cluster_size              = "Small"
  min_num_clusters          = 1
  max_num_clusters          = 2
  auto_stop_mins            = 10
  warehouse_type            = "PRO"
  enable_serverless_compute = true

  tags {
    dynamic "custom_tags" {
      for_each = local.tags

      content {
        key   = custom_tags.key
        value = custom_tags.value
      }
    }
  }
}

resource "databricks_job" "reporting" {
  name        = "${var.environment}-reporting"
  description = "Builds the reporting models and exports them"

  git_source {
    url      = "https://github.com/acme/reporting"
    provider = "gitHub"
    tag      = "v${var.release}"
  }

  environment {
    environment_key = "dbt"

    spec {
      environment_version = var.environment_version
      dependencies        = ["dbt-databricks==1.9.1"]
    }
  }

  environment {
    environment_key = "jvm"

    spec {
      environment_version = var.environment_version
    }
  }

  task { # expect: serverless-task-environment
    task_key = "build"

    dbt_task {
      commands     = ["dbt deps", "dbt build"]
      schema       = "reporting"
      warehouse_id = databricks_sql_endpoint.reporting.id
    }
  }

  task {
    task_key        = "export"
    environment_key = "jvm"

    spark_jar_task {
      main_class_name = "com.example.export.Main"
    }

    library { # expect: serverless-task-shape
      jar = "${local.library_dir}/acme-export-${var.release}.jar"
    }

    depends_on {
      task_key = "build"
    }
  }

  # A SQL task runs on the warehouse and needs no environment.
  task {
    task_key = "freshness"

    sql_task {
      warehouse_id = databricks_sql_endpoint.reporting.id

      file {
        path   = "checks/freshness.sql"
        source = "GIT"
      }
    }

    depends_on {
      task_key = "build"
    }
  }

  queue {
    enabled = true
  }

  run_as {
    service_principal_name = var.service_principal_id
  }

  tags = local.tags
}
