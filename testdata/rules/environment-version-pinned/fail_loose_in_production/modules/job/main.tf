variable "name" {
  type = string
}

variable "dependencies" {
  type = list(string)
}

variable "team" {
  type    = string
  default = "data"
}

resource "databricks_job" "this" {
  name = var.name

  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = var.dependencies # expect: environment-version-pinned
    }
  }
}
