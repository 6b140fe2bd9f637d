variable "tags" {
  type = map(string)
}

variable "team" {
  type = map(string)
}

locals {
  tags = merge(var.tags, { environment = "prod" })
}

# What stands last wins.
resource "databricks_job" "last" {
  name = "forecast"
  tags = merge(local.tags, { owner = "me" })

  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["prophet"] # expect: environment-version-pinned
    }
  }
}

resource "databricks_job" "read" {
  name = "forecast"
  tags = { environment = local.tags["environment"] }

  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["prophet"] # expect: environment-version-pinned
    }
  }
}

module "job" {
  source = "./job"
  tags   = merge(var.tags, { environment = "prod" })
}

resource "databricks_job" "first" {
  name = "forecast"
  tags = merge({ environment = "prod" }, var.tags)

  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["prophet"] # undecided: environment-version-pinned
    }
  }
}

resource "databricks_job" "between" {
  name = "forecast"
  tags = merge(local.tags, var.team)

  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["prophet"] # undecided: environment-version-pinned
    }
  }
}
