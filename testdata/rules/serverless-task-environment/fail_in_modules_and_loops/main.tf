module "job" {
  source   = "./job"
  for_each = toset(["orders", "customers"])

  name = each.key
}

locals {
  environments = []
}

resource "databricks_job" "dbt" {
  name = "dbt"

  dynamic "environment" {
    for_each = local.environments
    content {
      environment_key = environment.value
    }
  }

  # The warehouse runs the SQL; the dbt commands themselves run on serverless compute.
  task { # expect: serverless-task-environment
    task_key = "build"
    dbt_task {
      commands     = ["dbt build"]
      warehouse_id = "1234567890abcdef"
    }
  }

  task { # expect: serverless-task-environment
    task_key            = "export"
    existing_cluster_id = ""
    environment_key     = null
    spark_jar_task {
      main_class_name = "com.example.Main"
    }
  }
}
