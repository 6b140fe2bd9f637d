variable "old" {
  type = bool
}

locals {
  environments = { a = null, b = "" }
}

resource "databricks_job" "etl" {
  name = "etl"

  dynamic "environment" {
    for_each = local.environments
    content {
      environment_key = environment.key
      spec { # expect: environment-version-pinned
        environment_version = environment.value
      }
    }
  }

  environment { # expect: environment-version-pinned
    environment_key = "c"
  }

  environment {
    environment_key = "d"
    spec {
      environment_version = "4"
      base_environment    = "/Workspace/base/env.yaml" # expect: environment-version-pinned
    }
  }

  environment {
    environment_key = "e"
    spec {
      client = var.old ? "1" : "2" # expect: environment-version-pinned
    }
  }
}
