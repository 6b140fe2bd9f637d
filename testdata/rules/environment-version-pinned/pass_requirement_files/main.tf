# A file that pins each of its lines, and with them what is named beside it.

locals {
  content = "cmVxdWVzdHM9PTIuMzIuMwo="
}

resource "databricks_job" "relative" {
  name = "prod-relative"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["-r ./pinned.txt", "pandas"]
    }
  }
}

resource "databricks_workspace_file" "content" {
  content_base64 = local.content
  path           = "/Production/requirements.txt"
}

resource "databricks_job" "content" {
  name = "prod-content"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["--requirement=${databricks_workspace_file.content.path}"]
    }
  }
}
