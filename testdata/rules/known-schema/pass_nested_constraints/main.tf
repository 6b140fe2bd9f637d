variable "job" {
  type = object({ id = string, permission = string })
}

variable "resources" {
  type = list(any)
}

locals {
  kind = "job"
}

resource "databricks_app" "one" {
  name = "one"
  resources = [
    {
      name   = "secret"
      secret = { scope = "app", key = "token", permission = "READ" }
      job    = null
    },
    {
      name = "input"
      job  = var.job
    },
    {
      name         = "named elsewhere"
      (local.kind) = var.job
    },
  ]
}

resource "databricks_app" "input" {
  name      = "input"
  resources = var.resources
}

resource "databricks_app" "made" {
  name      = "made"
  resources = [for key in ["a", "b"] : { name = key, secret = { scope = "app", key = key, permission = "READ" } }]
}
