# A tag that is not known may say the opposite of the name.

variable "environment" {
  type = string
}

variable "tags" {
  type = map(string)
}

resource "databricks_job" "tagged" {
  name = "prod-etl"
  tags = { environment = var.environment }

  environment {
    environment_key = "default"

    spec {
      environment_version = "4"
      dependencies        = ["pandas"] # undecided: environment-version-pinned
    }
  }
}

resource "databricks_job" "tags" {
  name = "dev-etl"
  tags = var.tags

  environment {
    environment_key = "default"

    spec {
      environment_version = "4"
      dependencies        = ["pandas"] # undecided: environment-version-pinned
    }
  }
}
