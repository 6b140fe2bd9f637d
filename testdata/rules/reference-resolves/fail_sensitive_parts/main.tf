terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "token" {
  type      = string
  sensitive = true
}

variable "names" {
  type = set(string)
}

module "team" {
  source   = "./m"
  for_each = toset(["a", "b"])
  token    = var.token
}

module "some" {
  source   = "./m"
  for_each = var.names
  token    = var.token
}

resource "databricks_job" "etl" {
  name = "etl"
  task {
    task_key    = "a"
    description = var.token
  }
  task {
    task_key    = "b"
    description = "plain"
  }
}

resource "databricks_grants" "main" {
  catalog = "main"
  grant {
    principal  = var.token
    privileges = ["USE_CATALOG"]
  }
}

output "outputs" { # expect: reference-resolves
  value = [for team in module.team : team.token]
}

output "values" { # expect: reference-resolves
  value = values(module.team)[*].token
}

output "description" { # expect: reference-resolves
  value = databricks_job.etl.task[0].description
}

output "tasks" { # expect: reference-resolves
  value = databricks_job.etl.task
}

output "set" { # expect: reference-resolves
  value = [for grant in databricks_grants.main.grant : "x"]
}

output "plain" {
  value = [databricks_job.etl.task[1].description, databricks_job.etl.task[*].task_key]
}

output "names" {
  value = [for team in module.team : team.name]
}

# There may be none.
output "some" {
  value = [for team in module.some : team.token]
}
