# What an included file includes is not there, or tells of constraints.

resource "databricks_job" "missing" {
  name = "prod-missing"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["-r needs/missing.txt"] # undecided: environment-version-pinned
    }
  }
}

resource "databricks_job" "constrained" {
  name = "prod-constrained"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["-r needs/constrained.txt"] # undecided: environment-version-pinned
    }
  }
}

resource "databricks_workspace_file" "all" {
  source = "needs/missing.txt"
  path   = "/Survey/needs/missing.txt"
}

resource "databricks_job" "uploaded" {
  name = "prod-uploaded"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["-r /Workspace/Survey/needs/missing.txt"] # undecided: environment-version-pinned
    }
  }
}
