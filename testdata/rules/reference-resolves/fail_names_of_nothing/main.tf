terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "region" {
  type = string
  validation {
    condition     = contains(local.regons, var.region) # expect: reference-resolves
    error_message = "not a region"
  }
}

locals {
  regions = ["eu-west-1"]
  key     = each.key # expect: reference-resolves
}

data "databricks_group" "admins" {
  display_name = "admins"
}

resource "databricks_group" "teams" {
  for_each     = toset(["data", "ml"])
  display_name = "${var.regoin}-${each.key}" # expect: reference-resolves
}

resource "databricks_group" "one" {
  display_name = path.modul # expect: reference-resolves
}

resource "databricks_group_member" "index" {
  group_id  = databricks_group.one[0].id # expect: reference-resolves
  member_id = databricks_group.teams.id  # expect: reference-resolves
}

resource "databricks_group_member" "try" {
  # A reference that leads nowhere is no error that `try` catches.
  group_id  = try(databricks_group.none.id, "1")  # expect: reference-resolves
  member_id = data.databricks_group.admins.naem   # expect: reference-resolves
  provider  = databricks.account                  # expect: reference-resolves
}

resource "databricks_job" "etl" {
  name = "etl-${count.index}" # expect: reference-resolves

  task {
    task_key = "a"
    notebook_task {
      notebook_path = databricks_job.etl.url # expect: reference-resolves
    }
  }

  depends_on = [databricks_group.none] # expect: reference-resolves

  lifecycle {
    precondition {
      condition     = module.none.ready # expect: reference-resolves
      error_message = "not ready"
    }
    replace_triggered_by = [terraform_data.none] # expect: reference-resolves
  }
}

output "deep" {
  value = databricks_job.etl.task[0].notebook_task[0].notebook_pth # expect: reference-resolves
}

output "type" {
  value = databricks_job.etl.url.host # expect: reference-resolves
}
