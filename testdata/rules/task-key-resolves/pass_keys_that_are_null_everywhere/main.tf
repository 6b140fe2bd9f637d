variable "environment" {
  type = string
}

variable "region" {
  type = string
}

locals {
  settings = {
    eu = { dev = { key = null }, prod = { key = null } }
    us = { dev = { key = null }, prod = { key = null } }
  }
}

resource "databricks_job" "report" {
  name = "report"

  task {
    task_key        = "report"
    environment_key = local.settings[var.region][var.environment].key

    notebook_task {
      notebook_path = "/Shared/report"
    }
  }
}
