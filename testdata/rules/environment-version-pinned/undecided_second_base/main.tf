# What may be null may be a second base.

variable "base" {
  type = object({ path = optional(string) })
}

variable "versions" {
  type = list(string)
}

resource "databricks_job" "etl" {
  name = "etl"

  environment {
    environment_key = "optional"

    spec {
      environment_version = "4"
      base_environment    = var.base.path # undecided: environment-version-pinned
    }
  }

  environment {
    environment_key = "first"

    spec {
      environment_version = try(var.versions[0], null) # undecided: environment-version-pinned
      base_environment    = "/Workspace/Shared/base.yml"
    }
  }

  environment {
    environment_key = "only"

    spec {
      environment_version = "4"
      base_environment    = one(var.versions) # undecided: environment-version-pinned
    }
  }
}
