# An empty text is no version.
variable "settings" {
  type = map(string)
}

resource "databricks_job" "ledger" {
  name = "ledger"
  environment {
    environment_key = "looked_up"
    spec { # undecided: environment-version-pinned
      environment_version = lookup(var.settings, "version", "")
    }
  }
  environment {
    environment_key = "tried"
    spec { # undecided: environment-version-pinned
      environment_version = try(var.settings["version"], "")
    }
  }
  environment {
    environment_key = "merged"
    spec { # undecided: environment-version-pinned
      environment_version = merge({ version = null }, var.settings).version
    }
  }
  environment {
    environment_key = "written"
    spec {
      environment_version = lookup(var.settings, "version", "4")
    }
  }
}
