# Requirement files that are in the tree are judged by their lines.

resource "databricks_job" "relative" {
  name = "prod-relative"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["-r requirements.txt"] # expect: environment-version-pinned
    }
  }
}

resource "databricks_workspace_file" "requirements" {
  source = "${path.module}/requirements.txt"
  path   = "/Production/requirements.txt"
}

resource "databricks_job" "reference" {
  name = "prod-reference"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["-r ${databricks_workspace_file.requirements.workspace_path}"] # expect: environment-version-pinned
    }
  }
}

resource "databricks_job" "path" {
  name = "prod-path"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["-r /Workspace/Production/requirements.txt"] # expect: environment-version-pinned
    }
  }
}

# The file beside it is pinned, and does not name it.
resource "databricks_job" "beside" {
  name = "prod-beside"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["-r pinned.txt", "numpy~=1.26", "Pandas"] # expect: environment-version-pinned
    }
  }
}
