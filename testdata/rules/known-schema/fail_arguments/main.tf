terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

resource "databricks_feature_table" "features" { # expect: known-schema
  name = "x"
}

data "databricks_grup" "admins" { # expect: known-schema
  display_name = "admins"
}

resource "databricks_catalog" "sales" {
  nam     = "sales" # expect: known-schema
  comment = ["a"]   # expect: known-schema
}

resource "databricks_schema" "sales" { # expect: known-schema
  name = "sales"
}

resource "databricks_job" "etl" {
  name = "etl"
  url  = "https://example.com" # expect: known-schema

  environment { # expect: known-schema
    key = "default" # expect: known-schema
    spec {
      environment_version = "4"
    }
  }

  task {
    task_key = "a"
    timeout_seconds = "soon" # expect: known-schema
    notebook_task = { # expect: known-schema
      notebook_path = "/a"
    }
  }

  tags { # expect: known-schema
    team = "a"
  }

  schedule {
    quartz_cron_expression = "0 0 * * * ?"
    timezone_id            = "UTC"
  }
  schedule { # expect: known-schema
    quartz_cron_expression = "0 1 * * * ?"
    timezone_id            = "UTC"
  }
}

resource "databricks_job" "loops" {
  name = "loops"

  dynamic "task" {
    for_each = ["a", "b"]
    content {
      task_key = task.value
      notbook_task { # expect: known-schema
        notebook_path = "/a"
      }
    }
  }

  dynamic "job_clusters" { # expect: known-schema
    for_each = []
    content {}
  }
}

locals {
  list = ["a"]
}

resource "databricks_group" "through" {
  count        = 2
  display_name = local.list # expect: known-schema
  external_id  = databricks_catalog.sales.properties # expect: known-schema
}
