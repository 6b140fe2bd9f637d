variable "environment" {
  type = string
}

resource "databricks_job" "etl" {
  name = "${var.environment}-etl"
  tags = {
    environment = var.environment
  }

  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["prophet"] # undecided: environment-version-pinned
    }
  }
}

resource "databricks_job" "requirements" {
  name = "prod-requirements"

  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["-r /Workspace/Production/etl/requirements.txt"] # undecided: environment-version-pinned
    }
  }
}
