variable "name" {
  type = string
}

variable "readers" {
  type = string
}

variable "sets" {
  type = set(string)
}

resource "databricks_schema" "own" {
  catalog_name = "teams"
  name         = var.name
}

resource "databricks_grants" "own" {
  schema = databricks_schema.own.id

  grant {
    principal  = var.readers
    privileges = ["USE_SCHEMA"]
  }
}

resource "databricks_grants" "tables" {
  for_each = var.sets
  table    = "archive.${var.name}.${each.key}"

  grant {
    principal  = var.readers
    privileges = ["MANAGE"]
  }
}

resource "databricks_job" "own" {
  name = "job of ${var.name}"
}

resource "databricks_permissions" "own" {
  job_id = databricks_job.own.id

  access_control {
    group_name       = var.readers
    permission_level = "CAN_VIEW"
  }
}

resource "databricks_permissions" "folder" {
  directory_path = "/Shared/${var.name}"

  access_control {
    group_name       = var.readers
    permission_level = "CAN_READ"
  }
}
