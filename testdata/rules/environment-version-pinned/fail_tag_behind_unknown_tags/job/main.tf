variable "tags" {
  type = map(string)
}

resource "databricks_job" "this" {
  name = "forecast"
  tags = var.tags

  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["prophet"] # expect: environment-version-pinned
    }
  }
}
