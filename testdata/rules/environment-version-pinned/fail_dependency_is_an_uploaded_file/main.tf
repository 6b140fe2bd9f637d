# The path of a file that is uploaded is no `-r FILE`, nor is what begins like a package or stands before a path.
variable "release" {
  type = string
}

resource "databricks_workspace_file" "package" {
  content_base64 = "UEsDBA=="
  path           = "/Production/package"
}

resource "databricks_job" "uploaded" {
  name = "prod-uploaded"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = [databricks_workspace_file.package.workspace_path, "pandas"] # expect: environment-version-pinned
    }
  }
}

resource "databricks_job" "begun" {
  name = "prod-begun"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["numpy${var.release}", "pandas"] # expect: environment-version-pinned # undecided: environment-version-pinned
    }
  }
}

resource "databricks_job" "below" {
  name = "prod-below"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["${var.release}/dist/${var.release}", "pandas"] # expect: environment-version-pinned # undecided: environment-version-pinned
    }
  }
}
