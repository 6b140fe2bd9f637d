terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "x" {
  default     = 1
  description = null # expect: known-schema
}

output "x" {
  value       = 1
  description = null # expect: known-schema
}

resource "terraform_data" "key" {
  lifecycle {
    ignore_changes = [input[var.x]] # expect: known-schema
  }
}

resource "terraform_data" "splat" {
  lifecycle {
    ignore_changes = [input[*]] # expect: known-schema
  }
}

resource "terraform_data" "splat_in_old_form" {
  lifecycle {
    ignore_changes = [input.*.a] # expect: known-schema
  }
}

resource "terraform_data" "quoted" {
  lifecycle {
    ignore_changes = ["input[var.x]"] # expect: known-schema
  }
}

module "m" {
  source = "./m"
  lifecycle {} # expect: known-schema
}

resource "databricks_job" "j" {
  name = "j"
  dynamic "task" {
    for_each = []
    content {
      task_key = "a"
    }
    content { # expect: known-schema
      task_key = "b"
    }
  }
}

moved {
  from = terraform_data.a
  to   = terraform_data.b
}

moved {
  from = terraform_data.b
  to   = terraform_data.c
}

moved { # expect: known-schema
  from = terraform_data.c
  to   = terraform_data.a
}
