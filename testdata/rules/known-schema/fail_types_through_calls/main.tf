terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.128"
    }
  }
}

provider "databricks" {
  host = "https://dbc-2200.cloud.databricks.com"
}

module "kettle" {
  source  = "./kettle"
  workers = "many"
  tags    = ["copper"]
}

variable "retries" {
  default = "often"
}

resource "databricks_job" "brew" {
  name = "brew"
  task {
    task_key    = "brew"
    max_retries = var.retries # expect: known-schema
  }
  dynamic "task" {
    for_each = { cool = "twice" }
    content {
      task_key    = task.key
      max_retries = local.retries[task.key] # expect: known-schema
    }
  }
}

locals {
  retries = { cool = var.retries }
}

variable "workspaces" {
  default = [12345, 123.5]
}

resource "databricks_budget_policy" "given" {
  policy_name           = "given"
  binding_workspace_ids = var.workspaces # expect: known-schema
}
