terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "flag" {
  type = bool
}

variable "any" {}

provider "databricks" {
  host    = var.any
  profile = null
}

resource "databricks_job" "etl" {
  name                = var.flag ? "a" : null
  max_concurrent_runs = "3"
  url                 = null
  tags = {
    team = 5
  }

  _ {
    timeout_seconds = 10
  }

  dynamic "task" {
    for_each = var.any
    content {
      task_key        = task.key
      timeout_seconds = try(task.value.timeout, "10")
      notebook_task {
        notebook_path = task.value
      }
    }
  }

  timeouts {
    create = "20m"
  }

  lifecycle {
    ignore_changes = [tags]
  }

  provisioner "local-exec" {
    command = "true"
  }
}

resource "aws_s3_bucket" "other" {
  unheard_of = true
}

resource "google_storage_bucket" "other" {
  unheard_of = true
}

resource "databricks_catalog" "sales" {
  count = 1
  name  = "sales"
  properties = {
    purpose = true
  }
}
