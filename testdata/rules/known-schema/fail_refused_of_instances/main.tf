terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

provider "databricks" {
  host = "https://example.cloud.databricks.com"
}

# What excludes what, and what is missing, is known with the values of a run.
variable "jobs" {
  type = map(object({
    cron       = optional(string)
    continuous = optional(bool, false)
    notebook   = optional(string)
  }))
  default = {
    both = { cron = "0 0 * * * ?", continuous = true, notebook = "/a" }
    one  = { cron = "0 0 * * * ?" }
  }
}

variable "notebooks" {
  default = ["/a", "/b"]
}

variable "env" {
  type = string
}

resource "databricks_job" "this" {
  for_each = var.jobs
  name     = each.key
  task {
    task_key = "main"
    notebook_task {
      notebook_path = each.value.notebook # expect: known-schema
    }
  }
  dynamic "schedule" {
    for_each = each.value.cron[*]
    content {
      quartz_cron_expression = schedule.value
      timezone_id            = "UTC"
    }
  }
  dynamic "continuous" {
    for_each = each.value.continuous ? [1] : []
    content { # expect: known-schema
      pause_status = "PAUSED"
    }
  }
}

module "two" {
  source  = "./grant"
  catalog = "main"
  schema  = "main.sales"
  workers = 1.5
}

module "none" {
  source = "./grant"
}

resource "databricks_job" "twice" {
  name = "twice"
  task {
    task_key = "main"
    dynamic "notebook_task" {
      for_each = var.notebooks
      content { # expect: known-schema
        notebook_path = notebook_task.value
      }
    }
  }
}

# In a set, and in what is an attribute.
resource "databricks_artifact_allowlist" "set" {
  artifact_type = "INIT_SCRIPT"
  dynamic "artifact_matcher" {
    for_each = var.jobs
    content {
      artifact   = artifact_matcher.value.notebook # expect: known-schema
      match_type = "PREFIX_MATCH"
    }
  }
}

variable "alert" {
  type    = object({ cron = string, zone = optional(string) })
  default = { cron = "0 0 * * * ?" }
}

resource "databricks_alert_v2" "null" {
  display_name = "null"
  query_text   = "select 1"
  warehouse_id = "abc"
  evaluation = {
    source              = { name = "x" }
    comparison_operator = "GREATER_THAN"
  }
  schedule = { # expect: known-schema
    quartz_cron_schedule = var.alert.cron
    timezone_id          = var.alert.zone
  }
}

resource "databricks_alert_v2" "whole" {
  display_name = "whole"
  query_text   = "select 1"
  warehouse_id = "abc"
  evaluation = {
    source              = { name = "x" }
    comparison_operator = "GREATER_THAN"
  }
  schedule = { for key in ["quartz_cron_schedule"] : key => var.alert.cron } # expect: known-schema
}

# Terraform looks before it has values, and takes what is still to come for set.
resource "databricks_notebook" "given" {
  path           = "/Shared/etl"
  content_base64 = var.env # expect: known-schema
}

resource "databricks_notebook" "language" {
  path           = "/Shared/etl"
  content_base64 = base64encode("print('${var.env}')") # expect: known-schema
}
