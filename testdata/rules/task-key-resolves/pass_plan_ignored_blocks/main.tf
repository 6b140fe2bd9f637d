terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.100"
    }
  }
}
provider "databricks" {
  host  = "https://prod.cloud.databricks.com"
  token = "x"
}

resource "databricks_job" "j" {
  name = "j"
  # placeholder: the team edits the tasks in the UI
  task {
    task_key = "placeholder"
    notebook_task { notebook_path = "/Shared/x" }
  }
  lifecycle { ignore_changes = [task, environment, job_cluster] }
}
resource "databricks_catalog" "c" {
  name  = "c"
  lifecycle { ignore_changes = [owner] }
}
resource "databricks_schema" "s" {
  catalog_name = databricks_catalog.c.name
  name  = "s"
}
resource "databricks_grants" "c" {
  catalog = databricks_catalog.c.name
  grant {
    principal  = "readers"
    privileges = ["USE_CATALOG"]
  }
}
resource "databricks_grants" "s" {
  schema = databricks_schema.s.id
  grant {
    principal  = "readers"
    privileges = ["SELECT", "USE_SCHEMA"]
  }
  grant {
    principal  = "alice-admins"
    privileges = ["SELECT", "USE_SCHEMA"]
  }
}
