variable "release" {
  type = string
}

resource "databricks_job" "etl" {
  name = "etl-test"
  tags = {
    Env = "PRD"
  }

  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      # Each item is a line of a requirements file.
      dependencies = [ # expect: environment-version-pinned
        "/Volumes/main/libs/acme-${var.release}-py3-none-any.whl",
        "pandas==2.*",
        "git+https://github.com/acme/etl@main",
      ]
    }
  }
}
